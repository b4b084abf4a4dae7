// The administration: its sections, the entries of their lists with their menus, and the dialog that asks for the password.
import { expect, type Locator, type Page } from '@playwright/test';
import { PASSWORD } from '../harness/api.ts';

export type Section = 'people' | 'rooms' | 'groups' | 'invites' | 'reports' | 'settings' | 'usage' | 'audit';

const HEADINGS: Record<Section, string> = {
  people: 'People',
  rooms: 'Rooms',
  groups: 'Groups',
  invites: 'Invitations',
  reports: 'Reports',
  settings: 'Server settings',
  usage: 'Usage',
  audit: 'Audit log',
};

export class AdminPage {
  constructor(readonly page: Page) {}

  async goto(section: Section): Promise<void> {
    await this.page.goto(`/admin/${section}`);
    // A section may repeat its name as the heading of its content.
    await expect(this.page.getByRole('heading', { name: HEADINGS[section], level: 2 }).first()).toBeVisible();
  }

  /** Opens a section by its link. */
  async open(section: Section): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: HEADINGS[section] }).click();
    // A section may repeat its name as the heading of its content.
    await expect(this.page.getByRole('heading', { name: HEADINGS[section], level: 2 }).first()).toBeVisible();
  }

  /** Entries of the section's list. */
  get entries(): Locator {
    return this.page.getByRole('region').getByRole('list', { name: /^(People|Rooms|Invitations|Audit log)$/ }).getByRole('listitem');
  }

  /** The entry of the person or room with this name. */
  entry(name: string): Locator {
    return this.entries.filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Chooses an action from an entry's menu. */
  async act(name: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions for ${name}` }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  get passwordDialog(): Locator {
    return this.page.getByRole('dialog', { name: "Confirm it's you" });
  }

  /** Gives the administrator's password, for which a change waits. */
  async elevate(password = PASSWORD): Promise<void> {
    await this.passwordDialog.getByLabel('Your password').fill(password);
    await this.passwordDialog.getByRole('button', { name: 'Continue' }).click();
  }
}
