// Accessibility by machine: the rules of WCAG 2.2 A and AA, over the page as it stands.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** `state` names what is looked at, in the failure. */
export async function expectAxeFindsNothing(page: Page, state: string): Promise<void> {
  // There are no frames of other origins, for which the usual way opens one more page each time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(found, state).toEqual([]);
}
