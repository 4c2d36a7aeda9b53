#!/usr/bin/env node
// Verifies an audit export offline, with nothing but this file and Node 18 or newer.
//
//   node verify-audit.mjs FILE [--key BASE64]
//
// Checks that every line stands as it was written, every entry is in its place and unchanged, the entries add up to the
// Merkle root (RFC 6962) of every signed checkpoint, and the seal covers the whole file. With --key the file must be
// signed by that public key; without it the key that the file names is used and its fingerprint printed, to be compared
// with the one that the firm published. Exit status: 0 verified, 1 not, 2 called wrongly.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';

class Broken extends Error {}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const canonical = (value) =>
  JSON.stringify(value, (_key, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

function append(tree, leaf) {
  let root = leaf;
  for (let rest = tree.size; rest % 2 === 1; rest = Math.floor(rest / 2))
    root = sha256(Uint8Array.of(1), tree.roots.pop(), root);
  tree.roots.push(root);
  tree.size++;
}

function rootOf(tree) {
  const [smallest, ...larger] = [...tree.roots].reverse();
  return larger.reduce((root, left) => sha256(Uint8Array.of(1), left, root), smallest ?? sha256());
}

/** Lines end in "\n" and in nothing else; a last line without it is a changed file. */
async function* linesOf(path) {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    yield* lines;
  }
  if (rest !== '') throw new Broken('end of file: the last line is not complete');
}

function isSigned(key, text, signature) {
  return verify(null, Buffer.from(text), key, Buffer.from(String(signature), 'base64'));
}

function readEntry(state, line) {
  const index = state.tree.size;
  const { entry, leafHash } = line;
  if (entry?.index !== index) throw new Broken(`entry ${index}: the file has entry ${entry?.index} in its place`);
  const leaf = sha256(Uint8Array.of(0), canonical(entry));
  if (leaf.toString('hex') !== leafHash)
    throw new Broken(`entry ${index}: its content does not match its hash; it was changed`);
  append(state.tree, leaf);
  state.rootsAt.set(state.tree.size, rootOf(state.tree).toString('hex'));
}

function readCheckpoint(state, line) {
  const { treeSize, rootHash, at, signature } = line;
  const text = `countinghouse-audit-checkpoint\n${treeSize}\n${rootHash}\n${at}\n`;
  if (!isSigned(state.key, text, signature))
    throw new Broken(`checkpoint of ${treeSize} entries: the signature is not valid`);
  if (state.rootsAt.get(treeSize) !== rootHash) {
    throw new Broken(
      `entries ${state.verified} to ${treeSize - 1}: they do not add up to the signed checkpoint of ${treeSize} entries; at least one was changed`,
    );
  }
  state.verified = treeSize;
  state.checkpoints++;
}

function readHeader(state, line, pinnedKey) {
  if (line.format !== 'countinghouse-audit-1') throw new Broken(`line 1: unknown format ${line.format}`);
  if (pinnedKey && pinnedKey !== line.publicKey)
    throw new Broken('line 1: the file names another public key than the one given with --key');
  state.publicKey = line.publicKey;
  state.key = createPublicKey({ key: Buffer.from(line.publicKey, 'base64'), format: 'der', type: 'spki' });
  state.treeSize = line.treeSize;
}

function readSeal(state, line, digestSoFar) {
  if (line.digest !== digestSoFar)
    throw new Broken('seal: the lines before it do not match its digest; a line was changed, added or removed');
  if (!isSigned(state.key, `countinghouse-audit-export\n${line.digest}\n`, line.signature))
    throw new Broken('seal: the signature is not valid');
  state.sealed = true;
}

function parseLine(raw, lineNumber, state) {
  // Between header and checkpoints, line n+2 holds entry n.
  const place =
    lineNumber > 1 && lineNumber <= (state.treeSize ?? 0) + 1 ? `entry ${lineNumber - 2}` : `line ${lineNumber}`;
  let line;
  try {
    line = JSON.parse(raw);
  } catch {
    throw new Broken(`${place}: is no longer valid JSON; it was changed`);
  }
  if (canonical(line) !== raw) throw new Broken(`${place}: does not stand as it was written; it was changed`);
  return { line, place };
}

async function verifyFile(path, pinnedKey) {
  const state = { tree: { size: 0, roots: [] }, rootsAt: new Map(), verified: 0, checkpoints: 0, sealed: false };
  const digest = createHash('sha256');
  let lineNumber = 0;
  for await (const raw of linesOf(path)) {
    lineNumber++;
    const { line, place } = parseLine(raw, lineNumber, state);
    if (state.sealed) throw new Broken(`${place}: stands after the seal`);
    if ((lineNumber === 1) !== (line.type === 'header'))
      throw new Broken(`${place}: the header must be the first line, once`);
    if (line.type === 'header') readHeader(state, line, pinnedKey);
    else if (line.type === 'entry') readEntry(state, line);
    else if (line.type === 'checkpoint') readCheckpoint(state, line);
    else if (line.type === 'seal') readSeal(state, line, digest.copy().digest('hex'));
    else throw new Broken(`${place}: unknown kind of line "${line.type}"`);
    digest.update(`${raw}\n`);
  }
  if (!state.sealed)
    throw new Broken(`end of file: the seal is missing; the file was cut off after entry ${state.tree.size - 1}`);
  if (state.tree.size !== state.treeSize)
    throw new Broken(`end of file: ${state.treeSize} entries were exported, ${state.tree.size} are there`);
  if (state.verified !== state.treeSize)
    throw new Broken(`entries ${state.verified} to ${state.treeSize - 1}: no signed checkpoint covers them`);
  return state;
}

const args = process.argv.slice(2);
const keyAt = args.indexOf('--key');
const pinnedKey = keyAt >= 0 ? args.splice(keyAt, 2)[1] : undefined;
const [path] = args;
if (!path || args.length !== 1 || (keyAt >= 0 && !pinnedKey)) {
  console.error('usage: verify-audit FILE [--key BASE64]');
  process.exit(2);
}
try {
  const state = await verifyFile(path, pinnedKey);
  const fingerprint = sha256(Buffer.from(state.publicKey, 'base64')).toString('hex');
  console.log(
    `verified: ${state.treeSize} entries, ${state.checkpoints} signed checkpoints; key fingerprint ${fingerprint}`,
  );
} catch (error) {
  console.error(error instanceof Broken ? `NOT verified: ${error.message}` : `cannot verify ${path}: ${error.message}`);
  process.exitCode = 1;
}
