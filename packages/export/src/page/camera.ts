/** What is told of a camera. */
export interface CameraEvents {
  /** A few times a second. */
  readonly onFrame: (video: HTMLVideoElement) => void;
  readonly onProblem: (message: string) => void;
}

/** Milliseconds between two looks. */
const interval = 250;

/** Lets a button start and stop the camera. */
export function startCamera(
  button: HTMLButtonElement,
  { onFrame, onProblem }: CameraEvents,
): { stop(): void } {
  let stream: MediaStream | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  const stop = (): void => {
    clearInterval(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    button.textContent = 'Use the camera';
  };
  const start = async (): Promise<void> => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      const video = document.createElement('video');
      video.srcObject = stream;
      video.playsInline = true;
      await video.play();
      button.textContent = 'Stop the camera';
      timer = setInterval(() => onFrame(video), interval);
    } catch {
      stop();
      onProblem('There is no camera, or this page may not use it.');
    }
  };
  button.addEventListener('click', () => (stream ? stop() : void start()));
  return { stop };
}
