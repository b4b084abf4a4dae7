// Automated accessibility checks of the current page.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Checks WCAG 2.2 A and AA: every rule in the light theme, and those about colours in the dark one. `state` names the page in a failure. */
export async function expectAxeFindsNothing(page: Page, state: string): Promise<void> {
  await expectAxeFindsNothingAsShown(page, state);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(async () => {
    // Colours halfway between the themes have no contrast. A colour that arrives starts the transitions of what inherits it.
    for (let running = null; running === null || running.length > 0; ) {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      running = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
      for (const transition of running) transition.finish();
    }
  });
  await expectNothing(axe(page).withRules(['color-contrast', 'link-in-text-block']), `${state}, dark`);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** The same, in the present theme only. */
export async function expectAxeFindsNothingAsShown(page: Page, state: string): Promise<void> {
  await page.evaluate(async () => {
    // What is half faded in has no contrast.
    const ends = (animation: Animation) => Number.isFinite(Number(animation.effect?.getComputedTiming().endTime));
    const running = document.getAnimations().filter((animation) => animation.playState === 'running' && ends(animation));
    await Promise.allSettled(running.map((animation) => animation.finished));
  });
  await expectNothing(axe(page).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']), state);
}

// The default mode opens an extra page each time, for frames of other origins; there are none here.
const axe = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode();

async function expectNothing(axe: AxeBuilder, state: string): Promise<void> {
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`), state).toEqual([]);
}
