// Copies the files of a forwarded message: new uploads with the same bytes and captions, so that they outlive the original and
// are accessible to people who cannot read it.
import { downloadFile } from "@/net/api/files";
import type { Attachment, RoomId } from "@/net/protocol.gen";
import { uploads } from "@/state/files/files";
import type { FileRef } from "@/state/files/kept";

/**
 * Copies the files one after another, because together they may be larger than a page should hold.
 * @throws {ApiError} if one of them cannot be loaded; then none is kept.
 */
export async function carry(roomId: RoomId, attachments: readonly Attachment[]): Promise<FileRef[]> {
  const held = await uploads();
  const refs: FileRef[] = [];
  try {
    for (const attachment of attachments) {
      const { name, content_type, caption, alt } = attachment;
      const bytes = await downloadFile(attachment);
      const ref = held.hold(roomId, new File([bytes], name, { type: content_type }));
      refs.push({ ...ref, caption: caption ?? "", alt: alt ?? "" });
    }
  } catch (error) {
    for (const { key } of refs) held.remove(key);
    throw error;
  }
  return refs;
}

/** Drops files that no message took. */
export async function dropCarried(refs: readonly FileRef[]): Promise<void> {
  if (refs.length === 0) return;
  const held = await uploads();
  for (const { key } of refs) held.remove(key);
}
