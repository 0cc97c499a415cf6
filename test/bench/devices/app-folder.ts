/** The built app in a folder of its own, with what a bench serves beside it. */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const APP = fileURLToPath(new URL('../../../dist/app/', import.meta.url));

/** Copies the app to `folder` and puts seed.js beside it. */
export const makeAppFolder = async (folder: string): Promise<void> => {
  await cp(APP, folder, { recursive: true });
  await writeFile(join(folder, 'seed.js'), await bundle());
};

const bundle = async (): Promise<string> => {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: fileURLToPath(new URL('./seed.ts', import.meta.url)) },
    },
  });
  const chunks = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const entry = chunks.find((each) => each.type === 'chunk' && each.isEntry);
  if (entry?.type !== 'chunk') throw new Error('The page of the bench was not built.');
  return entry.code;
};
