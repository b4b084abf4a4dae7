// The surroundings of a room: the room list, the account menu, the banner, the notices.
import { expect, type Locator, type Page } from '@playwright/test';

export class Shell {
  constructor(readonly page: Page) {}

  get rooms(): Locator {
    return this.page.getByRole('navigation', { name: 'Rooms' });
  }

  /** A room's entry in the list, by name. */
  entry(name: string): Locator {
    return this.rooms.getByRole('link', { name: new RegExp(`^${name}\\b`) });
  }

  /** The headings of the folders, in order. */
  get folders(): Locator {
    return this.rooms.locator('[data-folder] h2');
  }

  /** A folder, or the group of rooms without one, by its heading. */
  folder(name: string): Locator {
    return this.rooms.getByRole('region', { name, exact: true });
  }

  async folderMenu(name: string, entry: string): Promise<void> {
    await this.rooms.getByRole('button', { name: `Actions for folder ${name}` }).click();
    await this.page.getByRole('menuitem', { name: entry }).click();
  }

  get banner(): Locator {
    return this.page.getByText(/No connection\.|You're offline\./);
  }

  get accountMenu(): Locator {
    return this.page.getByRole('button', { name: 'Your account' });
  }

  async openRoom(name: string): Promise<void> {
    await this.entry(name).click();
  }

  async signOut(): Promise<void> {
    await this.accountMenu.click();
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click();
  }

  /** The page must not be wider than the window. */
  async expectNoSidewaysScroll(): Promise<void> {
    const overflow = () => this.page.evaluate(() => {
      const root = document.documentElement;
      return { page: root.scrollWidth - root.clientWidth, body: document.body.scrollWidth - document.body.clientWidth };
    });
    await expect.poll(overflow).toEqual({ page: 0, body: 0 });
  }
}
