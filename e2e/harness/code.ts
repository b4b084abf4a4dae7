// Hostile and honest code blocks in every highlighted language: input on which a grammar's expressions backtrack endlessly, and
// what people really paste.

export interface Block {
  name: string;
  language: string;
  code: string;
}

/** Characters of a block; a message has at most 16,000, fences included. */
const LENGTH = 15_900;
const LANGUAGES = [
  'sh', 'c', 'cpp', 'css', 'diff', 'go', 'html', 'java', 'js', 'json', 'jsx', 'kotlin', 'md', 'python', 'ruby', 'rust', 'sql',
  'swift', 'toml', 'tsx', 'ts', 'yaml',
];
const UNITS = ['<', '<<A ', '\\', 'a', '_a', ' ', '\t', '"', '/*', 'a<b<'];
/** Blocks that once froze the page, by language. */
const KNOWN: [language: string, unit: string][] = [
  ['ts', 'a.'], ['js', '1_'], ['cpp', 'class '], ['cpp', 'A::'], ['cpp', 'unsigned '], ['ts', '0f3a9c'], ['sh', `${'<'.repeat(500)}\n`],
  ['ts', `${'a'.repeat(78)}\n`], ['html', '<a '], ['html', '<script>'], ['md', '[a]('], ['md', '```ts\n'], ['ruby', '<<~A\n'], ['yaml', '- '],
  ['rust', 'r#"'], ['sql', '('], ['css', 'a{'], ['jsx', '<a b={'],
];
const HONEST: [language: string, unit: string][] = [
  ['ts', 'export const answer = (question: string): number => question.length + 42; // why not\n'],
  ['python', 'def area(width, height=1):\n    """Width times height."""\n    return [width * height for _ in range(3)]\n'],
  ['rust', 'fn main() -> Result<(), Error> { let rivers = vec!["Elbe", "Rhine"]; println!("{rivers:?}"); Ok(()) }\n'],
  ['json', '{"harbour": {"boats": [1, 2, 3], "open": true}},\n'],
  ['sh', 'for boat in $(ls /harbour); do echo "$boat" | grep -v tug >> /tmp/boats; done\n'],
];

const fill = (unit: string) => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);

export const BLOCKS: readonly Block[] = [
  { name: 'short and honest', language: 'json', code: '{"harbour": true}' },
  ...HONEST.map(([language, unit]) => ({ name: `honest ${language}`, language, code: unit.repeat(5) })),
  ...HONEST.map(([language, unit]) => ({ name: `long honest ${language}`, language, code: fill(unit) })),
  ...[...LANGUAGES.flatMap((language) => UNITS.map((unit) => [language, unit] as const)), ...KNOWN].map(([language, unit]) => ({
    name: `${language} ${JSON.stringify(unit.slice(0, 12))}`,
    language,
    code: fill(unit),
  })),
];
