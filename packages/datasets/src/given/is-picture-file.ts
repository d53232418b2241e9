const picture = /\.(png|jpe?g|jfif|webp|avif|gif|tiff?|bmp)$/i;

/** Whether a file is a picture by its name. */
export function isPictureFile(name: string): boolean {
  return picture.test(name);
}
