import { CloseOutlined, SendOutlined } from '@ant-design/icons';
import { type Voice, voiceDurationMsMax } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTexts } from '../../../shared/locale.tsx';
import { type Recording, RecordingError, type RecordingFailure, startRecording } from './recording.ts';
import { voiceTexts } from './texts.ts';
import styles from './Voice.module.css';
import { clockOf } from './waveform.ts';

interface VoiceRecorderProps {
  onSend(sound: File, voice: Voice): void;
  onEnd(): void;
}

const tickMs = 80;
/** The last seconds are counted down. */
const warnMs = 20_000;

/** Takes the place of the text while somebody speaks: how loud, how long, send or throw away. */
export function VoiceRecorder({ onSend, onEnd }: VoiceRecorderProps) {
  const texts = useTexts(voiceTexts);
  const recording = useRef<Recording | null>(null);
  const [failure, setFailure] = useState<RecordingFailure | null>(null);
  const [{ ms, level }, setNow] = useState({ ms: 0, level: 0 });
  const finish = useEffectEvent(async () => {
    const made = await recording.current?.stop();
    recording.current = null;
    if (made) onSend(made.file, made.voice);
    onEnd();
  });
  useEffect(() => {
    let isGone = false;
    startRecording().then(
      (started) => {
        if (isGone) started.cancel();
        else recording.current = started;
      },
      (error: unknown) => {
        if (!isGone) setFailure(error instanceof RecordingError ? error.failure : 'denied');
      },
    );
    const timer = setInterval(() => {
      const now = recording.current;
      if (!now) return;
      setNow({ ms: now.elapsedMs(), level: now.level() });
      if (now.elapsedMs() >= voiceDurationMsMax) void finish();
    }, tickMs);
    return () => {
      isGone = true;
      clearInterval(timer);
      recording.current?.cancel();
      recording.current = null;
    };
  }, []);
  const left = voiceDurationMsMax - ms;
  return (
    <section className={styles.recorder} aria-label={texts.recording}>
      {failure ? (
        <p role="alert" className={styles.failed}>
          {texts[failure]}
        </p>
      ) : (
        <>
          <span className={styles.dot} aria-hidden="true" />
          <output className={styles.clock} aria-label={texts.recording}>
            {clockOf(ms)}
          </output>
          <span className={styles.meter} aria-hidden="true">
            <span style={{ transform: `scaleX(${level})` }} />
          </span>
          {left < warnMs && <span className={styles.clock}>{texts.left(Math.ceil(left / 1000))}</span>}
        </>
      )}
      <Button
        icon={<CloseOutlined aria-hidden="true" />}
        onClick={onEnd}
        aria-label={texts.cancel}
        title={texts.cancel}
      />
      {!failure && (
        <Button
          type="primary"
          autoFocus
          icon={<SendOutlined aria-hidden="true" />}
          onClick={() => void finish()}
          aria-label={texts.send}
          title={texts.send}
        />
      )}
    </section>
  );
}
