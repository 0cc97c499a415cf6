/** Put in by the build (vite.config.ts): the version of package.json. */
declare const __VERSION__: string;
