/** What helps when the kernels or the script of the threads are not where they are looked for. */
export const loadRemedy =
  'If your bundler leaves it out, copy the folder dist of @atelier/simd to where your program runs and name it in simdEngine({ kernels })';
