// What scripts/words.ts puts together.
declare module "virtual:words/*" {
  const words: { [key: string]: string | typeof words };
  export default words;
}
