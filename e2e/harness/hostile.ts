// Generated hostile files: what a malicious member might upload to run code in another member's browser, to bring the server
// down, or to disguise a file. Each tries to reach /canary, which nothing else requests.
import { deflateSync, gzipSync } from 'node:zlib';
import { chunk, gif, png } from './picture.ts';

export interface HostileFile {
  name: string;
  /** Content type that the sender claims. */
  type: string;
  bytes: Buffer;
  /** Announced body length in bytes, if it differs from the real one. */
  announced?: number;
}

/** Leaves a trace wherever it runs: on the page, in its parents, on the network, in a dialog. */
const SCRIPT = `try{top.__pwned=1}catch(e){};self.__pwned=1;try{parent.__pwned=1}catch(e){};try{fetch('/canary?script')}catch(e){};try{alert('pwned')}catch(e){}`;
const HTML = `<!doctype html><script>${SCRIPT}</script><img src="/canary?img" onerror="${SCRIPT}"><iframe src="javascript:${SCRIPT}"></iframe>`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="${SCRIPT}"><script>${SCRIPT}</script><image href="/canary?svg"/></svg>`;

const text = (name: string, type: string, body: string): HostileFile => ({ name, type, bytes: Buffer.from(body) });
const bytes = (name: string, type: string, body: Buffer, announced?: number): HostileFile => ({
  name,
  type,
  bytes: body,
  ...(announced === undefined ? {} : { announced }),
});

const small = png(8, 8);

/** Marker for a location in metadata, which must not survive. */
export const GPS_MARK = 'GPSLatitude-52.5163-13.3777';

const SCRIPTS: HostileFile[] = [
  text('page.html', 'text/html', HTML),
  text('page.htm', 'image/png', HTML),
  text('holiday.png', 'image/png', HTML),
  text('page.xhtml', 'application/xhtml+xml', `<html xmlns="http://www.w3.org/1999/xhtml"><body onload="${SCRIPT}"><script>${SCRIPT}</script></body></html>`),
  text('upper.HTML', 'text/plain', HTML.toUpperCase().replace('<SCRIPT>', '<script>')),
  text('late.html', 'text/html', `${' '.repeat(8_000)}${HTML}`),
  text('commented.html', 'text/html', `<!-- ${'a'.repeat(3_000)} -->${HTML}`),
  bytes('utf16.html', 'text/html', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(HTML, 'utf16le')])),
  bytes('utf7.html', 'text/html; charset=utf-7', Buffer.from(`+ADw-script+AD4-${SCRIPT}+ADw-/script+AD4-`)),
  bytes('bom.html', 'text/html', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(HTML)])),
  text('meta.html', 'text/html', `<meta http-equiv=refresh content="0;url=/canary?meta">`),
  text('base.html', 'text/html', `<base href="/canary/"><script src=x.js></script>`),
  text('form.html', 'text/html', `<form action="/canary" id=f></form><script>f.submit()</script>`),
  text('frames.html', 'text/html', `<frameset><frame src="javascript:${SCRIPT}"></frameset>`),
  text('drawing.svg', 'image/svg+xml', SVG),
  text('drawing.png', 'image/png', SVG),
  text('declared.svg', 'image/svg+xml', `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x "${SCRIPT}">]>${SVG}`),
  text('foreign.svg', 'image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><body xmlns="http://www.w3.org/1999/xhtml">${HTML}</body></foreignObject></svg>`),
  text('animated.svg', 'image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg"><a><set attributeName="href" to="javascript:${SCRIPT}"/><text>x</text></a></svg>`),
  text('use.svg', 'image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg"><use href="data:image/svg+xml;base64,${Buffer.from(SVG).toString('base64')}#x"/></svg>`),
  bytes('packed.svgz', 'image/svg+xml', gzipSync(SVG)),
  text('data.xml', 'application/xml', `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/canary?xsl"?><x/>`),
  text('sheet.xsl', 'text/xsl', `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><script>${SCRIPT}</script></xsl:template></xsl:stylesheet>`),
  text('entities.xml', 'text/xml', `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "/canary?xxe">]><x>&a;&b;</x>`),
  text('laughs.xml', 'text/xml', `<!DOCTYPE l [<!ENTITY a "${'l'.repeat(500)}">${'bcdefghij'.split('').map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`).join('')}]><l>&j;</l>`),
  text('feed.rss', 'application/rss+xml', `<rss><channel><title><![CDATA[${HTML}]]></title></channel></rss>`),
  text('script.js', 'application/javascript', SCRIPT),
  text('sw.js', 'text/javascript', `self.addEventListener('fetch',e=>e.respondWith(new Response('pwned')));${SCRIPT}`),
  text('module.mjs', 'text/javascript', `export default (()=>{${SCRIPT}})()`),
  text('style.css', 'text/css', `body{background:url(/canary?css)}@import "/canary?import";`),
  text('manifest.webmanifest', 'application/manifest+json', `{"start_url":"/canary"}`),
  text('archive.mhtml', 'message/rfc822', `MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n${HTML}`),
  text('link.url', 'application/internet-shortcut', `[InternetShortcut]\r\nURL=javascript:${SCRIPT}\r\n`),
  text('page.hta', 'application/hta', HTML),
  text('access.htaccess', 'text/plain', 'AddType text/html .png\n'),
  text('data.json', 'application/json', `{"x":"${'</script><script>'}${SCRIPT.replaceAll('"', "'")}"}`),
  text('notes.txt', 'text/html', HTML),
  text('table.csv', 'text/csv', `=cmd|' /C calc'!A0,${HTML}`),
  text('note.md', 'text/markdown', `[x](javascript:${SCRIPT})\n${HTML}`),
];

const pdf = `%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`;

const POLYGLOTS: HostileFile[] = [
  text('paper.pdf', 'application/pdf', pdf),
  bytes('gifjs.gif', 'image/gif', Buffer.concat([Buffer.from('GIF89a=1;'), Buffer.from(SCRIPT)])),
  bytes('gifhtml.gif', 'image/gif', Buffer.concat([gif(4, 4), Buffer.from(HTML)])),
  bytes('pnghtml.png', 'image/png', Buffer.concat([small, Buffer.from(HTML)])),
  bytes('pngtext.png', 'text/html', withChunk('tEXt', Buffer.from(`Comment\0${HTML}`))),
  bytes('gps.png', 'image/png', withChunk('eXIf', Buffer.from(`MM\0*${GPS_MARK}`))),
  bytes('xmp.png', 'image/png', withChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>${GPS_MARK}</x:xmpmeta>`))),
  bytes('jpeghtml.jpg', 'image/jpeg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0x10, 0x00]), Buffer.from(HTML)])),
  bytes('gifar.gif', 'image/gif', Buffer.concat([gif(4, 4), zip('Evil.class', Buffer.from([0xca, 0xfe, 0xba, 0xbe]))])),
  bytes('pdfhtml.html', 'application/pdf', Buffer.from(`${HTML}\n${pdf}`)),
  bytes('riff.webp', 'image/webp', Buffer.concat([Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), Buffer.from(HTML)])),
  bytes('bmp.bmp', 'image/bmp', Buffer.concat([Buffer.from('BM/*', 'latin1'), Buffer.from(`*/=1;${SCRIPT}`)])),
  bytes('icon.ico', 'image/x-icon', Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0]), Buffer.from(HTML)])),
  bytes('movie.mp4', 'video/mp4', Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), Buffer.from(HTML)])),
  bytes('song.mp3', 'audio/mpeg', Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x0f\x7f', 'latin1'), Buffer.from(HTML)])),
  bytes('sound.ogg', 'audio/ogg', Buffer.concat([Buffer.from('OggS\0\x02', 'latin1'), Buffer.from(HTML)])),
  bytes('clip.webm', 'video/webm', Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), Buffer.from(HTML)])),
  bytes('beep.wav', 'audio/wav', Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0', 'latin1'), Buffer.from(HTML)])),
  bytes('font.woff2', 'font/woff2', Buffer.concat([Buffer.from('wOF2', 'latin1'), Buffer.from(HTML)])),
  bytes('flash.swf', 'application/x-shockwave-flash', Buffer.concat([Buffer.from('CWS\x0a', 'latin1'), deflateSync(Buffer.from(HTML))])),
  bytes('program.exe', 'image/png', Buffer.concat([Buffer.from('MZ\x90\0', 'latin1'), Buffer.alloc(512)])),
  bytes('empty.png', 'image/png', Buffer.alloc(0)),
];

const BOMBS: HostileFile[] = [
  bytes('pixels.png', 'image/png', pixelBomb(50_000, 50_000)),
  bytes('pixels-max.png', 'image/png', pixelBomb(0x7fffffff, 0x7fffffff)),
  bytes('zero.png', 'image/png', pixelBomb(0, 0)),
  bytes('pixels.gif', 'image/gif', giantGif(65_535, 65_535)),
  bytes('frames.gif', 'image/gif', frameBomb(5_000)),
  bytes('text-bomb.png', 'image/png', withChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(64 * 1024 * 1024))]))),
  bytes('profile-bomb.png', 'image/png', withChunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(Buffer.alloc(64 * 1024 * 1024))]))),
  bytes('bomb.zip', 'application/zip', zip('zeros.bin', deflateSync(Buffer.alloc(64 * 1024 * 1024)))),
  bytes('bomb.gz', 'application/gzip', gzipSync(Buffer.alloc(64 * 1024 * 1024))),
  bytes('cut.png', 'image/png', png(600, 400, 'noise').subarray(0, 5_000)),
  bytes('broken.png', 'image/png', flipped(png(300, 200, 'noise'), 900)),
  bytes('short-body.png', 'image/png', small, small.length + 10_000),
  bytes('long-body.png', 'image/png', Buffer.concat([small, Buffer.alloc(10_000, 0x41)]), small.length),
];

const NAMED: HostileFile[] = [
  '../../../../etc/passwd.png', '..\\..\\windows\\system32\\evil.png', '/etc/cron.d/evil.png', 'C:\\evil.png', 'file:///etc/passwd',
  'CON.png', 'nul', 'LPT1.png.png', '.htaccess', '....', ' ', 'evil.png\0.html', 'evil\r\nSet-Cookie: x=1.png', 'a"; filename="b.html',
  `${'n'.repeat(4_000)}.png`, 'photo\u202egnp.exe', '\u2066\u2069\u200b\u200d.png', '<img src=x onerror=alert(1)>.png', 'javascript:alert(1).png',
  '%2e%2e%2f%2e%2e%2fx.png', '💥'.repeat(200), "'; DROP TABLE uploads; --.png", '{{7*7}}.png', 'ä b\u0301 (1).png', 'desktop.ini', 'x.png;.html',
].map((name) => bytes(name, 'image/png', small));

/** The whole corpus, in sending order. */
export const HOSTILE: readonly HostileFile[] = [...SCRIPTS, ...POLYGLOTS, ...BOMBS, ...NAMED];

/** A valid picture with an extra chunk before its pixels. */
function withChunk(type: string, content: Buffer): Buffer {
  const head = 8 + 12 + 13;
  return Buffer.concat([small.subarray(0, head), chunk(type, content), small.subarray(head)]);
}

/** A thousand bytes that claim to be a picture of the given size. */
function pixelBomb(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([small.subarray(0, 8), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(800_000))), chunk('IEND', Buffer.alloc(0))]);
}

function giantGif(width: number, height: number): Buffer {
  const whole = gif(4, 4);
  whole.writeUInt16LE(width, 6);
  whole.writeUInt16LE(height, 8);
  return whole;
}

/** A GIF that repeats the frames of a valid one very often. */
function frameBomb(frames: number): Buffer {
  const whole = gif(16, 16);
  const first = whole.indexOf(Buffer.from([0x21, 0xf9]));
  const end = whole.length - 1;
  const pair = whole.subarray(first, end);
  return Buffer.concat([whole.subarray(0, first), ...Array.from({ length: frames / 2 }, () => pair), whole.subarray(end)]);
}

function flipped(whole: Buffer, at: number): Buffer {
  const copy = Buffer.from(whole);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

/** An archive with one uncompressed entry. */
function zip(name: string, content: Buffer): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt32LE(content.length, 20);
  central.writeUInt32LE(content.length, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + content.length, 16);
  return Buffer.concat([local, Buffer.from(name), content, central, Buffer.from(name), end]);
}
