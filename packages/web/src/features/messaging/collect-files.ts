const ignoredNames = new Set(['Thumbs.db', 'desktop.ini']);

/** More than this at once is a mistake, such as a whole disk; the person is told. */
export const filesAtOnceMax = 1000;

export function isWanted(file: { name: string }): boolean {
  return !file.name.startsWith('.') && !ignoredNames.has(file.name);
}

/**
 * All files of a drop, those of folders included. Entries must be taken before the first `await`: the browser empties
 * the list after the event.
 */
export async function collectDropped(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...data.files].filter(isWanted);
  const found: File[] = [];
  for (const entry of entries) await collectEntry(entry, found);
  return found.filter(isWanted);
}

async function collectEntry(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (found.length > filesAtOnceMax) return;
  if (isFileEntry(entry)) {
    found.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
  } else if (isDirectoryEntry(entry)) {
    for (const child of await readDirectory(entry)) await collectEntry(child, found);
  }
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectoryEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** `readEntries` gives at most 100 at a time and an empty list at the end. */
async function readDirectory(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return all.sort((a, b) => a.name.localeCompare(b.name));
    all.push(...batch);
  }
}

/** Pasted pictures are all named image.png; the time tells them apart. */
export function nameOfPasted(file: File, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const extension = file.type.split('/')[1]?.replace('jpeg', 'jpg') ?? 'png';
  return file.name && file.name !== 'image.png' ? file.name : `image-${stamp}.${extension}`;
}
