// Modules that scripts/emojiData.ts generates at build time.
declare module "virtual:emoji/*" {
  const rows: [group: number, emoji: string, label: string, tags: string, tones?: string[]][];
  export default rows;
}
