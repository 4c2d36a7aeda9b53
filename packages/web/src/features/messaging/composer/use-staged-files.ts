import { fileSizeBytesMax } from '@countinghouse/protocol';
import { useState } from 'react';
import { newClientId } from '../../../shared/new-client-id.ts';
import { filesAtOnceMax, isWanted } from '../collect-files.ts';

export interface StagedFile {
  key: string;
  file: File;
  isTooLarge: boolean;
}

/** Files that wait beside the text until the message is sent. */
export function useStagedFiles(initial: readonly StagedFile[]) {
  const [files, setFiles] = useState(initial);
  const [wasCut, setWasCut] = useState(false);
  const add = (added: readonly File[]) => {
    const wanted = added.filter(isWanted);
    const room = filesAtOnceMax - files.length;
    setWasCut(wanted.length > room);
    const staged = wanted.slice(0, room).map((file) => ({
      key: newClientId(),
      file,
      isTooLarge: file.size > fileSizeBytesMax,
    }));
    setFiles((before) => [...before, ...staged]);
  };
  return {
    files,
    wasCut,
    sendable: files.filter((f) => !f.isTooLarge).map((f) => f.file),
    add,
    remove: (key: string) => setFiles((before) => before.filter((f) => f.key !== key)),
    clear: () => {
      setFiles([]);
      setWasCut(false);
    },
  };
}
