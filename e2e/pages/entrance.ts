// The signed-out pages: landing, sign-up, sign-in, invitations.
import { expect, type Locator, type Page } from '@playwright/test';
import { PASSWORD } from '../harness/api.ts';

export class Entrance {
  constructor(readonly page: Page) {}

  get errors(): Locator {
    return this.page.getByRole('alert');
  }

  async signUp(username: string, displayName: string): Promise<void> {
    await this.page.goto('/sign-up');
    await this.fillSignUp(username, displayName);
  }

  /** Fills in the current sign-up card, so that its context (an invitation) is kept. */
  async fillSignUp(username: string, displayName: string): Promise<void> {
    await this.page.getByLabel('Your name').fill(displayName);
    await this.page.getByLabel('Username').fill(username);
    await this.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await this.page.getByRole('button', { name: /^Create account/ }).click();
  }

  async signIn(username: string, password = PASSWORD): Promise<void> {
    await this.page.goto('/sign-in');
    await this.page.getByLabel('Username').fill(username);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Sets up a new server: the owner's account and the first room. */
  async setUp(username: string, displayName: string, room: string): Promise<void> {
    await this.page.goto('/');
    await expect(this.page.getByRole('heading', { name: 'Set up this server' })).toBeVisible();
    await this.page.getByRole('textbox', { name: 'First room' }).fill(room);
    await this.fillSignUp(username, displayName);
  }
}
