// Imitates a browser's translation: replaces each text node by two nested elements with the translated text.
import type { Page } from '@playwright/test';

/** Surrounds every translated text. */
export const MARK = '⁂';

/** Translates every text on the page that is not translated yet. Returns their number. */
export const translate = (page: Page): Promise<number> =>
  page.evaluate((mark) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
      node.nodeValue?.trim() && node.parentElement?.closest('script, style, textarea, [translate="no"], font') === null
        ? NodeFilter.FILTER_ACCEPT
        : NodeFilter.FILTER_REJECT,
    );
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      inner.textContent = `${mark}${text.nodeValue}${mark}`;
      outer.append(inner);
      text.replaceWith(outer);
    }
    return texts.length;
  }, MARK);

/** Texts that React would look for by their node, because they share their element with other nodes. */
export const sharedTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    interface Fiber {
      tag: number;
      child: Fiber | null;
      sibling: Fiber | null;
      memoizedProps: unknown;
    }
    const HOST_TEXT = 6;
    const root = document.getElementById('root') as unknown as Record<string, Fiber>;
    const key = Object.keys(root).find((name) => name.startsWith('__reactContainer$')) ?? '';
    const found: string[] = [];
    const visit = (fiber: Fiber | null) => {
      for (let at = fiber; at !== null; at = at.sibling) {
        if (at.tag === HOST_TEXT && String(at.memoizedProps).trim() !== '') found.push(String(at.memoizedProps));
        visit(at.child);
      }
    };
    const state = root[key] as unknown as { stateNode: { current: Fiber } } | undefined;
    if (state === undefined) throw new Error('no React root');
    visit(state.stateNode.current);
    return found;
  });
