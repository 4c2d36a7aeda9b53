import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons';
import { type FileRef, fileContentPath, type Voice } from '@countinghouse/protocol';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../../shared/locale.tsx';
import { voiceTexts } from './texts.ts';
import styles from './Voice.module.css';
import { clockOf } from './waveform.ts';

const rates = [1, 1.5, 2];
/** The speed that was chosen last serves for the next message as well. */
let chosenRate = 1;
/** One voice speaks at a time. */
let speaking: HTMLAudioElement | null = null;

export function VoiceMessage({ file, voice }: { file: FileRef; voice: Voice }) {
  const texts = useTexts(voiceTexts);
  const player = usePlayer(file, voice);
  const share = player.atMs / voice.durationMs;
  return (
    <div className={styles.voice}>
      <button
        type="button"
        className={styles.play}
        aria-label={`${player.isPlaying ? texts.pause : texts.play} ${clockOf(voice.durationMs)}`}
        onClick={player.toggle}
      >
        {player.isPlaying ? <PauseOutlined aria-hidden="true" /> : <CaretRightOutlined aria-hidden="true" />}
      </button>
      <span className={styles.track}>
        <Bars waveform={voice.waveform} share={share} />
        <input
          type="range"
          min={0}
          max={voice.durationMs}
          step={100}
          value={player.atMs}
          aria-label={texts.position}
          aria-valuetext={`${clockOf(player.atMs)} / ${clockOf(voice.durationMs)}`}
          onChange={(event) => player.seek(Number(event.target.value))}
        />
      </span>
      <span className={styles.clock}>
        {clockOf(player.isPlaying || player.atMs > 0 ? player.atMs : voice.durationMs)}
      </span>
      <button type="button" className={styles.rate} aria-label={texts.speed(player.rate)} onClick={player.faster}>
        {player.rate}×
      </button>
      {player.hasFailed && (
        <span className={styles.failed} role="alert">
          {texts.unplayable}
        </span>
      )}
    </div>
  );
}

export function Bars({ waveform, share }: { waveform: readonly number[]; share: number }) {
  return (
    <span className={styles.bars} aria-hidden="true">
      {waveform.map((height, place) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the place of a bar is its time.
          key={place}
          className={place / waveform.length < share ? styles.played : ''}
          style={{ height: `${Math.max(8, height)}%` }}
        />
      ))}
    </span>
  );
}

/** The sound is fetched when somebody wants to hear it. */
function usePlayer(file: FileRef, voice: Voice) {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const [atMs, setAtMs] = useState(0);
  const [rate, setRate] = useState(chosenRate);
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => () => audio.current?.pause(), []);
  const element = (): HTMLAudioElement => {
    if (audio.current) return audio.current;
    const made = new Audio(`${fileContentPath(file.fileId)}?inline=1`);
    made.preload = 'auto';
    made.addEventListener('play', () => setIsPlaying(true));
    made.addEventListener('pause', () => setIsPlaying(false));
    made.addEventListener('timeupdate', () => setAtMs(Math.min(made.currentTime * 1000, voice.durationMs)));
    made.addEventListener('ended', () => {
      setIsPlaying(false);
      setAtMs(0);
    });
    made.addEventListener('error', () => setHasFailed(true));
    audio.current = made;
    return made;
  };
  const play = () => {
    const made = element();
    if (speaking !== made) speaking?.pause();
    speaking = made;
    made.playbackRate = rate;
    // A file of which the browser makes nothing tells by its `error` as well.
    made.play().catch(() => setIsPlaying(false));
  };
  return {
    isPlaying,
    atMs,
    rate,
    hasFailed,
    toggle: () => (isPlaying ? audio.current?.pause() : play()),
    seek: (ms: number) => {
      element().currentTime = ms / 1000;
      setAtMs(ms);
    },
    faster: () => {
      chosenRate = rates[(rates.indexOf(rate) + 1) % rates.length] ?? 1;
      setRate(chosenRate);
      if (audio.current) audio.current.playbackRate = chosenRate;
    },
  };
}
