import type { ContentSource } from '../content-source.ts';
import { readIsoMedia } from './iso-media.ts';
import { readMatroska } from './matroska.ts';
import type { MediaFacts } from './pixels.ts';
import { readOgg, readWave } from './sound.ts';

/** What the header of audio or video tells. Looks at bounded parts only, whatever the bytes say. */
export async function findMediaFacts(source: ContentSource, mediaType: string): Promise<MediaFacts> {
  switch (mediaType) {
    case 'video/mp4':
    case 'audio/mp4':
    case 'video/quicktime':
      return readIsoMedia(source);
    case 'video/webm':
    case 'video/matroska':
      return readMatroska(source, mediaType);
    case 'audio/ogg':
      return readOgg(source);
    case 'audio/wav':
      return readWave(source);
    default:
      return {};
  }
}
