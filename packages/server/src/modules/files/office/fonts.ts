import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fontBytes } from '@countinghouse/typeface';

/** Faces of `packages/typeface`, the family names in them, and the names by which Chinese documents ask for their like. */
const faces = [
  {
    face: 'song',
    family: 'Countinghouse Song',
    asked: ['SimSun', '宋体', 'NSimSun', '新宋体', 'STSong', 'FangSong', '仿宋'],
  },
  { face: 'kai', family: 'Countinghouse Kai', asked: ['KaiTi', '楷体', 'STKaiti', '华文楷体'] },
  {
    face: 'sans',
    family: 'Noto Sans SC',
    asked: ['SimHei', '黑体', 'Microsoft YaHei', '微软雅黑', 'DengXian', '等线'],
  },
] as const;

const aliases = faces.flatMap(({ family, asked }) =>
  asked.map(
    (name) => `<alias binding="same"><family>${name}</family><accept><family>${family}</family></accept></alias>`,
  ),
);

/** Unpacked once: some eight megabytes, on servers that convert at all. */
const unpacked = new Map<string, Uint8Array>();

/** Servers often have no Chinese fonts at all: ours stand beside those of the system. Returns the settings' path. */
export async function writeFonts(folder: string): Promise<string> {
  const fonts = join(folder, 'fonts');
  await mkdir(fonts);
  for (const { face } of faces) {
    const bytes = unpacked.get(face) ?? fontBytes(face);
    unpacked.set(face, bytes);
    await writeFile(join(fonts, `${face}.otf`), bytes);
  }
  const settings = join(folder, 'fonts.conf');
  await writeFile(
    settings,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>${fonts}</dir>
<cachedir>${join(folder, 'font-cache')}</cachedir>
${aliases.join('\n')}
</fontconfig>
`,
  );
  return settings;
}
