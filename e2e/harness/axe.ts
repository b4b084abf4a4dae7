// Automated accessibility checks: the WCAG 2.2 A and AA rules, on the current page.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Checks the page; `state` describes it in the failure. */
export async function expectAxeFindsNothing(page: Page, state: string): Promise<void> {
  // The default mode opens an extra page each time, for frames of other origins; there are none here.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(found, state).toEqual([]);
}
