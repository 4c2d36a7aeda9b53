#!/usr/bin/env node
// Verifies an archive package (BagIt 1.0, RFC 8493, as zip) offline, with nothing but this file and Node 18 or newer.
//
//   node verify-archive.mjs PACKAGE.zip [--digest SHA256]
//
// Checks that the package is complete, that nothing was added, and that each file is the one that was put in. With
// --digest the whole package must have that SHA-256, which the archive's list and the audit log show. Exit status:
// 0 verified, 1 not, 2 called wrongly.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

class Broken extends Error {}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** What a claim can hold at most: a hundred originals of 100 MB. A header that promises more lies. */
const unpackedBytesMax = 100 * 100 * 1024 * 1024;
const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;

/** The files of a zip by its central directory, which alone says what belongs to it. */
function unzip(zip) {
  const files = new Map();
  let unpackedBytes = 0;
  for (const entry of listDirectory(zip)) {
    if (entry.path.endsWith('/')) continue;
    if (/^\/|\\|(^|\/)\.\.(\/|$)/.test(entry.path)) throw new Broken(`${entry.path}: leads out of the package`);
    if (files.has(entry.path)) throw new Broken(`${entry.path}: stands twice in the package`);
    unpackedBytes += entry.size;
    if (unpackedBytes > unpackedBytesMax) throw new Broken('the package says it is larger than a package can be');
    files.set(entry.path, unpackEntry(zip, entry));
  }
  return files;
}

function listDirectory(zip) {
  // The end record stands last, before a comment of at most 65,535 bytes.
  let end = zip.length - 22;
  while (end >= 0 && end >= zip.length - 22 - 65_535 && zip.readUInt32LE(end) !== endSignature) end--;
  if (end < 0 || zip.readUInt32LE(end) !== endSignature) throw new Broken('this is no zip, or its end is cut off');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) throw new Broken('a zip of more than 4 GB cannot be read here');
  return Array.from({ length: count }, () => {
    if (zip.readUInt32LE(at) !== directorySignature) throw new Broken('the directory of the zip is damaged');
    const pathLength = zip.readUInt16LE(at + 28);
    const entry = {
      path: zip.toString('utf8', at + 46, at + 46 + pathLength),
      method: zip.readUInt16LE(at + 10),
      packedSize: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      offset: zip.readUInt32LE(at + 42),
    };
    at += 46 + pathLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    return entry;
  });
}

function unpackEntry(zip, { path, method, packedSize, size, offset }) {
  if (zip.readUInt32LE(offset) !== localSignature) throw new Broken(`${path}: its place in the zip is damaged`);
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const packed = zip.subarray(start, start + packedSize);
  if (packed.length !== packedSize) throw new Broken(`${path}: is cut off`);
  if (method === 0) return packed;
  if (method !== 8) throw new Broken(`${path}: is packed in an unknown way (${method})`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw new Broken(`${path}: cannot be unpacked`);
  }
}

/** Lines `digest  path`; CR, LF and % in paths are percent-encoded (RFC 8493, section 2.1.3). */
function readManifest(files, name) {
  const bytes = files.get(name);
  if (!bytes) throw new Broken(`${name} is missing`);
  const listed = new Map();
  for (const line of bytes.toString('utf8').split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    const [, digest, path] = /^([0-9a-fA-F]{64})\s+(.+)$/.exec(line) ?? [];
    if (!digest) throw new Broken(`${name}: has a line that is none of a manifest`);
    const plain = path.replace(/%(0A|0D|25)/gi, (_match, code) => String.fromCharCode(Number.parseInt(code, 16)));
    if (listed.has(plain)) throw new Broken(`${name}: lists ${plain} twice`);
    listed.set(plain, digest.toLowerCase());
  }
  return listed;
}

function checkManifest(files, name) {
  const listed = readManifest(files, name);
  for (const [path, digest] of listed) {
    const bytes = files.get(path);
    if (!bytes) throw new Broken(`${path}: is missing; ${name} lists it`);
    if (sha256(bytes) !== digest)
      throw new Broken(`${path}: is not what was archived; its digest differs from ${name}`);
  }
  return listed;
}

function readInfo(files) {
  const lines = (files.get('bag-info.txt') ?? Buffer.alloc(0)).toString('utf8').split('\n');
  return new Map(lines.flatMap((line) => (/^[^:\s]+: /.test(line) ? [line.split(/: (.*)/s, 2)] : [])));
}

function verifyPackage(zip) {
  const files = unzip(zip);
  if (!/^BagIt-Version: 1\.0\r?\n/.test(files.get('bagit.txt')?.toString('utf8') ?? ''))
    throw new Broken('bagit.txt: this is no BagIt 1.0 package');
  const tags = checkManifest(files, 'tagmanifest-sha256.txt');
  const payload = checkManifest(files, 'manifest-sha256.txt');
  const info = readInfo(files);
  for (const path of files.keys()) {
    const isListed = path.startsWith('data/') ? payload.has(path) : tags.has(path) || path === 'tagmanifest-sha256.txt';
    if (!isListed) throw new Broken(`${path}: was added; no manifest lists it`);
  }
  const octets = [...payload.keys()].reduce((sum, path) => sum + files.get(path).length, 0);
  if (info.get('Payload-Oxum') !== `${octets}.${payload.size}`)
    throw new Broken(`bag-info.txt: says ${info.get('Payload-Oxum')}, the package holds ${octets}.${payload.size}`);
  checkIndex(files, payload);
  return { fileCount: payload.size, octets, description: info.get('External-Description') ?? '' };
}

/** The index says which invoice, approval and voucher belong together; each of them must be in the package. */
function checkIndex(files, payload) {
  let index;
  try {
    index = JSON.parse(files.get('data/index.json')?.toString('utf8') ?? '');
  } catch {
    throw new Broken('data/index.json: is missing or no JSON');
  }
  const invoices = index.invoices ?? [];
  const named = [index.claim?.path, index.approvals?.path, index.voucher?.path, ...invoices.map((one) => one.fields)];
  for (const path of [...named, ...invoices.map((one) => one.original)])
    if (!payload.has(path)) throw new Broken(`data/index.json: names ${path}, which is not in the package`);
  for (const { original, sha256: digest } of invoices)
    if (payload.get(original) !== digest)
      throw new Broken(`${original}: is not the original that data/index.json names`);
}

const args = process.argv.slice(2);
const digestAt = args.indexOf('--digest');
const digest = digestAt >= 0 ? args.splice(digestAt, 2)[1] : undefined;
const [path] = args;
if (!path || args.length !== 1 || (digestAt >= 0 && !/^[0-9a-fA-F]{64}$/.test(digest ?? ''))) {
  console.error('usage: verify-archive PACKAGE.zip [--digest SHA256]');
  process.exit(2);
}
try {
  const zip = readFileSync(path);
  const found = sha256(zip);
  if (digest && digest.toLowerCase() !== found) throw new Broken(`the package has the digest ${found}, not ${digest}`);
  const { fileCount, octets, description } = verifyPackage(zip);
  console.log(`verified: ${description}; ${fileCount} files, ${octets} bytes; package sha256 ${found}`);
} catch (error) {
  // A zip whose numbers point outside of it ends in a RangeError of Node's.
  const isBroken = error instanceof Broken || error instanceof RangeError;
  console.error(isBroken ? `NOT verified: ${error.message}` : `cannot verify ${path}: ${error.message}`);
  process.exitCode = 1;
}
