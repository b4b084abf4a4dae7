// Creates a container in Azurite: node azurite-container.mjs URL NAME. The storage library cannot do that, and Azurite
// accepts only signed requests. The account and key are the public defaults of Azurite; they protect nothing.
import { createHmac } from 'node:crypto';

const [url, name] = process.argv.slice(2);
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const date = new Date().toUTCString();
const version = '2021-08-06';

const text = [
  'PUT',
  ...Array(11).fill(''),
  `x-ms-date:${date}`,
  `x-ms-version:${version}`,
  `/${account}/${account}/${name}`,
  'restype:container',
].join('\n');
const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
const answer = await fetch(`${url}/${account}/${name}?restype=container`, {
  method: 'PUT',
  headers: { 'x-ms-date': date, 'x-ms-version': version, authorization: `SharedKey ${account}:${signature}` },
});
if (!answer.ok) {
  console.error(`could not create the container: ${answer.status} ${await answer.text()}`);
  process.exit(1);
}
