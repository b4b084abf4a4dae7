// A room's timeline and composer. Rows are found by their text; geometry is measured in the page.
import { expect, type Locator, type Page } from '@playwright/test';

export class RoomPage {
  constructor(readonly page: Page) {}

  get timeline(): Locator {
    return this.page.locator('[data-timeline]');
  }

  get list(): Locator {
    return this.page.getByRole('list', { name: /^Messages in / });
  }

  get rows(): Locator {
    return this.page.locator('[data-message-id]');
  }

  /** The row with exactly this text. */
  row(text: string): Locator {
    return this.rows.filter({ has: this.page.getByText(text, { exact: true }) });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message/ });
  }

  get header(): Locator {
    return this.page.getByRole('banner');
  }

  /** The button that counts the new messages below. */
  get pill(): Locator {
    return this.page.getByRole('button', { name: /new messages|newest|\d+ new/i });
  }

  get divider(): Locator {
    return this.page.getByRole('separator', { name: /^(New|Unread)/ });
  }

  async goto(roomId: string): Promise<void> {
    await this.page.goto(`/r/${roomId}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.composer).toBeVisible();
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Sends a message and waits until the server has it. */
  async sendStored(text: string): Promise<void> {
    await this.send(text);
    await expect(this.row(text)).toHaveAttribute('data-state', 'sent');
  }

  async expectMessage(text: string): Promise<void> {
    await expect(this.row(text)).toBeVisible();
  }

  /** Texts of the mounted rows in order of `seq`; their order in the document of a virtual list may differ. */
  async bodies(): Promise<string[]> {
    return this.rows.evaluateAll((rows) =>
      rows
        .map((row) => ({ seq: Number(row.getAttribute('data-seq') ?? 0), text: row.querySelector('[data-body]')?.textContent ?? '' }))
        .sort((a, b) => a.seq - b.seq)
        .map(({ text }) => text.trim()),
    );
  }

  /** Distance in pixels between the bottom of the view and the end of the list. */
  async distanceFromBottom(): Promise<number> {
    return this.timeline.evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop);
  }

  async scrollTo(top: number): Promise<void> {
    await this.timeline.evaluate((element, to) => element.scrollTo({ top: to }), top);
  }

  /** Waits until the view is at rest: the same rows in the same places for ten frames. */
  async atRest(): Promise<void> {
    await this.timeline.evaluate(async (element) => {
      const places = () =>
        element instanceof HTMLElement && element.style.visibility !== 'hidden'
          ? [...element.querySelectorAll('[data-seq]')].map((row) => `${row.getAttribute('data-seq')}:${Math.round(row.getBoundingClientRect().top)}`).join()
          : '';
      let before = places();
      for (let still = 0; still < 10; ) {
        await new Promise(requestAnimationFrame);
        const now = places();
        still = now !== '' && now === before ? still + 1 : 0;
        before = now;
      }
    });
  }

  /** Turns the wheel over the timeline; negative values scroll up. */
  async wheel(pixels: number): Promise<void> {
    await this.timeline.hover();
    await this.page.mouse.wheel(0, pixels);
  }

  /** `seq` and top edge of the first fully visible row. */
  async topRow(): Promise<{ seq: number; top: number }> {
    return this.timeline.evaluate((element) => {
      const edge = element.getBoundingClientRect().top;
      const rows = [...element.querySelectorAll('[data-seq]')]
        .map((row) => ({ seq: Number(row.getAttribute('data-seq')), top: row.getBoundingClientRect().top }))
        .filter((row) => row.top >= edge)
        .sort((a, b) => a.top - b.top);
      return rows[0] ?? { seq: -1, top: 0 };
    });
  }

  /** Top edge of a row relative to the timeline; null while it is not mounted. */
  async topOf(seq: number): Promise<number | null> {
    return this.timeline.evaluate((element, wanted) => {
      const row = element.querySelector(`[data-seq="${wanted}"]`);
      return row === null ? null : row.getBoundingClientRect().top - element.getBoundingClientRect().top;
    }, seq);
  }
}
