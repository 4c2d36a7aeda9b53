import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { mutate, mutations } from './mutate.ts';
import { type Format, seedFiles } from './seeds.ts';
import { archivePath, xmlText } from './structures.ts';

/** Every input that the fuzzer gives to the reader for one format; number and seed name an input again. */
export async function inputsOf(format: Format): Promise<fc.Arbitrary<Uint8Array>> {
  const seeds = await seedFiles(format);
  const mutated = fc.tuple(fc.constantFrom(...seeds), mutations).map(([seed, steps]) => mutate(seed, steps));
  switch (format) {
    case 'xml':
      return fc.oneof(
        { weight: 3, arbitrary: mutated },
        { weight: 1, arbitrary: xmlText.map((text) => Buffer.from(text)) },
      );
    case 'ofd': {
      const inside = fc
        .tuple(
          fc.constantFrom(...seeds.map(openedArchive).filter((archive) => archive['OFD.xml'])),
          fc.nat(),
          mutations,
        )
        .map(mutatedEntry);
      const entries = fc.dictionary(archivePath, xmlText, { maxKeys: 8, noNullPrototype: true });
      const madeUp = entries.map((files) =>
        zipped(Object.fromEntries(Object.entries(files).map(([path, xml]) => [path, Buffer.from(xml)]))),
      );
      return fc.oneof(
        { weight: 1, arbitrary: mutated },
        { weight: 3, arbitrary: inside },
        { weight: 1, arbitrary: madeUp },
      );
    }
    case 'pdf': {
      const plain = fc
        .tuple(fc.constantFrom(...seeds.map(withoutCompression)), mutations)
        .map(([seed, steps]) => mutate(seed, steps));
      return fc.oneof({ weight: 1, arbitrary: mutated }, { weight: 2, arbitrary: plain });
    }
    case 'image':
      return mutated;
  }
}

type Archive = Record<string, Uint8Array>;

function openedArchive(bytes: Uint8Array): Archive {
  try {
    return unzipSync(bytes);
  } catch {
    // One of the hostile seeds; its bytes are mutated as they are.
    return {};
  }
}

/** An archive whose directory is right and one of whose files is not: the mutation reaches the readers inside. */
function mutatedEntry([archive, index, steps]: [Archive, number, Parameters<typeof mutate>[1]]): Uint8Array {
  const paths = Object.keys(archive);
  const path = paths[index % Math.max(1, paths.length)];
  const content = path === undefined ? undefined : archive[path];
  if (path === undefined || !content) return zipped(archive);
  return zipped({ ...archive, [path]: mutate(content, steps) });
}

function zipped(files: Archive): Uint8Array {
  return zipSync(files, { level: 1 });
}

/** The same PDF with its streams inflated, so that a mutation changes what is drawn and not only a checksum. */
function withoutCompression(bytes: Uint8Array): Uint8Array {
  const source = Buffer.from(bytes).toString('latin1');
  const plain = source.replace(
    /(<<(?:[^<>]|<<[^<>]*>>)*\/FlateDecode(?:[^<>]|<<[^<>]*>>)*>>\s*stream\r?\n)([\s\S]*?)(\r?\nendstream)/g,
    (whole, head: string, body: string, end: string) => {
      // Predictors and second filters would have to be undone too.
      if (/\/DecodeParms|\[\s*\/|\/ObjStm|\/XRef/.test(head)) return whole;
      try {
        const content = inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
        return `${head
          .replace('/FlateDecode', '/')
          .replace(/\/Filter\s*\//, '')
          .replace(/\/Length\s+\d+(?!\s+\d+\s+R)/, `/Length ${content.length}`)}${content}${end}`;
      } catch {
        return whole;
      }
    },
  );
  return Buffer.from(plain, 'latin1');
}
