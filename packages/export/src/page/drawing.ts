/** A canvas to draw on with mouse, finger or pen. */
export interface Drawing {
  clear(): void;
  /** Shows a picture instead, as large as fits. */
  showPicture(picture: HTMLCanvasElement): void;
}

/** @param onChange after each stroke, and after `clear` */
export function startDrawing(canvas: HTMLCanvasElement, onChange: () => void): Drawing {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new TypeError('This browser has no canvas');
  const { width, height } = canvas;
  let isPicture = false;

  const blank = (): void => {
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    isPicture = false;
  };
  const place = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * width) / box.width,
      ((event.clientY - box.top) * height) / box.height,
    ];
  };
  const stroke = (event: PointerEvent): void => {
    context.lineTo(...place(event));
    context.stroke();
    onChange();
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (isPicture) blank();
    canvas.setPointerCapture(event.pointerId);
    context.lineWidth = width / 12;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = 'black';
    context.beginPath();
    context.moveTo(...place(event));
    stroke(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) stroke(event);
  });

  return {
    clear() {
      blank();
      onChange();
    },
    showPicture(picture) {
      blank();
      const scale = Math.min(width / picture.width, height / picture.height);
      const [wide, high] = [picture.width * scale, picture.height * scale];
      context.drawImage(picture, (width - wide) / 2, (height - high) / 2, wide, high);
      isPicture = true;
    },
  };
}
