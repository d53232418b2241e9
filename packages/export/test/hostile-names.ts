/** Names of classes that files, scripts and pages have to show as they are, and never run. */
export const hostileNames: readonly string[] = [
  '</script><script>throw 1</script>',
  '<!--<img src=x onerror=alert(1)>',
  `"]; throw new Error('run'); //`,
  '${process.exit(9)}` \\',
  'a\u2028b\u2029c',
  '\u202Egnp.exe',
  'two\r\nlines,\ta tab\0',
  'long '.repeat(1000),
  '👩‍🔬👍🏽',
  'half of one: \uD83D',
  '__proto__',
  'constructor',
];
