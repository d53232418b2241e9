import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { readyPicture } from '../state/own-picture.ts';
import { session, state } from '../state/page-session.ts';
import { cameraSquare } from './example-picture.ts';
import { ownTexts } from './texts.ts';

/** Milliseconds between two pictures that go through the network. */
const liveInterval = 120;

/** The running camera: it is asked for by the user's button, and by nothing else. */
export const camera: Signal<HTMLVideoElement | undefined> = signal(undefined);

/** What the camera sees; it runs through the network that is shown. */
export function Camera(): JSX.Element {
  const text = ownTexts.value;
  const video = useRef<HTMLVideoElement>(null);
  const [stream, setStream] = useState<MediaStream | undefined>(undefined);
  const [problem, setProblem] = useState<CameraProblem | undefined>(undefined);
  const start = async (): Promise<void> => {
    try {
      setStream(await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }));
      setProblem(undefined);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  useEffect(() => {
    if (!stream || !video.current) return;
    const shown = video.current;
    shown.srcObject = stream;
    const live = new AbortController();
    void follow(shown, live.signal);
    for (const track of stream.getTracks()) {
      // It was unplugged, or taken away; `stop` does not come here.
      const lost = (): void => {
        setStream(undefined);
        setProblem('cameraLost');
      };
      track.addEventListener('ended', lost, { signal: live.signal });
    }
    return () => {
      live.abort();
      camera.value = undefined;
      for (const track of stream.getTracks()) track.stop();
    };
  }, [stream]);
  return (
    <div class="own-camera">
      {stream && <video ref={video} class="camera-picture" muted playsInline aria-label={text.cameraLabel} />}
      <button type="button" onClick={() => (stream ? setStream(undefined) : void start())}>
        {stream ? text.cameraOff : text.cameraOn}
      </button>
      {problem && (
        <p class="hint problem-text" role="alert">
          {text[problem]}
        </p>
      )}
    </div>
  );
}

type CameraProblem = 'cameraRefused' | 'cameraMissing' | 'cameraBusy' | 'cameraLost';

function problemOf(error: unknown): CameraProblem {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotFoundError':
      return 'cameraMissing';
    case 'NotReadableError':
      return 'cameraBusy';
    default:
      return 'cameraRefused';
  }
}

/** Runs one picture after the other through the network, until it is aborted. */
async function follow(video: HTMLVideoElement, ended: AbortSignal): Promise<void> {
  await video.play();
  if (ended.aborted) return;
  camera.value = video;
  while (!ended.aborted) {
    if (!document.hidden) await show(video, ended);
    await new Promise((resolve) => setTimeout(resolve, liveInterval));
  }
}

async function show(video: HTMLVideoElement, ended: AbortSignal): Promise<void> {
  const square = cameraSquare(video);
  const image = square.getContext('2d')?.getImageData(0, 0, square.width, square.height);
  const placed = image && (await session.pictures.place(image));
  if (!placed || ended.aborted) return;
  const from = `${video.videoWidth} × ${video.videoHeight}`;
  state.own.value = readyPicture(placed.pixels, placed.format, { kind: 'file', from, placed });
}
