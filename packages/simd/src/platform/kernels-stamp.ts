/** Stamp of the kernels that this JavaScript calls: the build writes it here and into them. Empty where it is not built: nothing is compared. */
export const kernelsStamp: string = '';
