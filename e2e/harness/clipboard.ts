// Pastes and drops files the way a browser does: through an event that carries them.
import type { Locator } from '@playwright/test';

export interface Given {
  name: string;
  type: string;
  bytes: Buffer;
}

/** Pastes files into an element, as if they had been copied elsewhere. */
export async function paste(box: Locator, files: Given[]): Promise<void> {
  const given = files.map(({ name, type, bytes }) => ({ name, type, base64: bytes.toString('base64') }));
  await box.evaluate((element, held) => {
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of held) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, given);
}
