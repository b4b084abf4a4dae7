// A room: its timeline and its composer. Rows are found by what they say; geometry is measured in the page.
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

  /** The row that says exactly this. */
  row(text: string): Locator {
    return this.rows.filter({ has: this.page.getByText(text, { exact: true }) });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message/ });
  }

  get header(): Locator {
    return this.page.getByRole('banner');
  }

  /** The button that counts what is new below. */
  get pill(): Locator {
    return this.page.getByRole('button', { name: /new message|newest|\d+ new/i });
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

  /** Sends, and waits until the server has it. */
  async sendStored(text: string): Promise<void> {
    await this.send(text);
    await expect(this.row(text)).toHaveAttribute('data-state', 'sent');
  }

  async expectMessage(text: string): Promise<void> {
    await expect(this.row(text)).toBeVisible();
  }

  /** What the mounted rows say, in order of `seq`. Rows of a virtual list may stand in the document in another order. */
  async bodies(): Promise<string[]> {
    return this.rows.evaluateAll((rows) =>
      rows
        .map((row) => ({ seq: Number(row.getAttribute('data-seq') ?? 0), text: row.querySelector('[data-body]')?.textContent ?? '' }))
        .sort((a, b) => a.seq - b.seq)
        .map(({ text }) => text.trim()),
    );
  }

  /** How far the bottom of the list is below the bottom of the window of the timeline, in pixels. */
  async distanceFromBottom(): Promise<number> {
    return this.timeline.evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop);
  }

  async scrollTo(top: number): Promise<void> {
    await this.timeline.evaluate((element, to) => element.scrollTo({ top: to }), top);
  }

  /** Waits until what is shown stands still: the same rows at the same places for ten frames. */
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

  /** Turns the wheel over the timeline; negative is upwards. */
  async wheel(pixels: number): Promise<void> {
    await this.timeline.hover();
    await this.page.mouse.wheel(0, pixels);
  }

  /** The `seq` and the top edge of the first row that is wholly visible. */
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

  /** The top edge of a row, from the top of the timeline, or null while it is not mounted. */
  async topOf(seq: number): Promise<number | null> {
    return this.timeline.evaluate((element, wanted) => {
      const row = element.querySelector(`[data-seq="${wanted}"]`);
      return row === null ? null : row.getBoundingClientRect().top - element.getBoundingClientRect().top;
    }, seq);
  }
}
