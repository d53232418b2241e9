/** The remedy when the kernels or the threads' script are not found. */
export const loadRemedy =
  'If your bundler leaves it out, copy the folder dist of @atelier/simd to where your program runs and name it in simdEngine({ kernels })';
