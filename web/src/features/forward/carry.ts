// The files of a message that is passed on: new uploads of mine with the same bytes and words, so that they outlive the original
// and reach people who could not read it.
import { downloadFile } from "@/net/api/files";
import type { Attachment, RoomId } from "@/net/protocol.gen";
import { uploads } from "@/state/files/files";
import type { FileRef } from "@/state/files/kept";

/**
 * Takes the files along, one after the other: together they may be larger than a page should hold at once.
 * @throws {ApiError} where one of them cannot be loaded; then none is taken.
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

/** Gives up files that no message took. */
export async function dropCarried(refs: readonly FileRef[]): Promise<void> {
  if (refs.length === 0) return;
  const held = await uploads();
  for (const { key } of refs) held.remove(key);
}
