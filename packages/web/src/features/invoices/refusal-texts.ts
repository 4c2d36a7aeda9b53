/** Codes of `RefusalCode` in invoice-reader. The wire carries them as a string. */
export const readingRefusalCodes = [
  'file_unreadable',
  'file_empty',
  'file_too_large',
  'format_unknown',
  'file_truncated',
  'file_damaged',
  'pdf_encrypted',
  'archive_too_large',
  'archive_unsafe',
  'archive_of_files',
  'xml_entities_refused',
  'image_too_large',
  'time_exceeded',
  'memory_exceeded',
  'reader_crashed',
] as const;
export type ReadingRefusalCode = (typeof readingRefusalCodes)[number];

/** What was found, and what the person can do about it. */
export interface RefusalText {
  found: string;
  advice: string;
}
export type ReadingRefusalTexts = Record<ReadingRefusalCode | 'other', RefusalText>;

const text = (found: string, advice: string): RefusalText => ({ found, advice });

export const readingRefusalsZh: ReadingRefusalTexts = {
  file_unreadable: text('文件不存在，或没有读取的权限。', '请检查文件路径和权限。'),
  file_empty: text('这个文件是空的。', '请从开票方重新取得文件。'),
  file_too_large: text('文件太大，没有识别。', '请单独发送这张发票的原始文件（不超过 50 MB）。'),
  format_unknown: text(
    '文件内容不是 PDF、OFD、XML 或图片（看的是内容，不是扩展名）。',
    '请发送发票的 PDF、OFD、XML 文件或照片。',
  ),
  file_truncated: text('文件不完整，中途断掉了。', '请重新下载后再发送。'),
  file_damaged: text('文件已损坏，无法打开。', '请重新下载，或向开票方索取原始文件。'),
  pdf_encrypted: text('这个 PDF 设有密码，无法读取。', '请去掉密码，或发送未加密的原始文件。'),
  archive_too_large: text('文件解压后异常庞大，已停止读取。', '真正的发票不会如此，请核对来源后重新取得文件。'),
  archive_unsafe: text('文件内部含有不安全的路径，已停止读取。', '真正的发票不会如此，请核对来源后重新取得文件。'),
  archive_of_files: text(
    '这是一个装着多个文件的压缩包，没有读取。',
    '请把里面的发票解压后一起发送，可以直接拖入整个文件夹。',
  ),
  xml_entities_refused: text('XML 里声明了实体，出于安全没有读取。', '请向开票方索取税务平台下载的原始 XML。'),
  image_too_large: text('图片像素过大，没有识别。', '请缩小到 6000 万像素以内，或重新拍照。'),
  time_exceeded: text('识别超过了时限，已停止。', '请单独发送这张发票，或改发 PDF、OFD、XML 原件。'),
  memory_exceeded: text('识别所需内存超过上限，已停止。', '请单独发送这张发票，或改发 PDF、OFD、XML 原件。'),
  reader_crashed: text('识别程序读这个文件时出错，消息不受影响。', '请改发另一种格式的原件；如再次出错请联系管理员。'),
  other: text('这个文件没有读成。', '请改发另一种格式的原件，或联系管理员。'),
};

export const readingRefusalsEn: ReadingRefusalTexts = {
  file_unreadable: text('The file is not there or may not be read.', 'Check the path and the permissions.'),
  file_empty: text('The file is empty.', 'Get it from the seller again.'),
  file_too_large: text(
    'The file is too large and was not read.',
    'Send the original of this invoice alone, up to 50 MB.',
  ),
  format_unknown: text(
    'The content is neither PDF, OFD, XML nor an image, whatever the name of the file says.',
    'Send the invoice as PDF, OFD, XML or photo.',
  ),
  file_truncated: text('The file breaks off before its end.', 'Download it again and send it once more.'),
  file_damaged: text(
    'The file is damaged and cannot be opened.',
    'Download it again, or ask the seller for the original.',
  ),
  pdf_encrypted: text('This PDF is protected by a password.', 'Remove the password, or send the unprotected original.'),
  archive_too_large: text(
    'The file unpacks to an extraordinary size; reading was stopped.',
    'Genuine invoices never do. Check where it comes from and get it again.',
  ),
  archive_unsafe: text(
    'The file holds unsafe paths; reading was stopped.',
    'Genuine invoices never do. Check where it comes from and get it again.',
  ),
  archive_of_files: text(
    'This is an archive of several files, which is not opened.',
    'Unpack it and send the invoices in it; a whole folder may be dropped.',
  ),
  xml_entities_refused: text(
    'The XML declares entities, which is refused for safety.',
    'Ask the seller for the original XML from the tax platform.',
  ),
  image_too_large: text(
    'The image has too many pixels and was not read.',
    'Reduce it below 60 megapixels, or take the photo again.',
  ),
  time_exceeded: text(
    'Reading took too long and was stopped.',
    'Send this invoice alone, or its original as PDF, OFD or XML.',
  ),
  memory_exceeded: text(
    'Reading needed too much memory and was stopped.',
    'Send this invoice alone, or its original as PDF, OFD or XML.',
  ),
  reader_crashed: text(
    'The reader failed on this file; messages are not affected.',
    'Send the original in another format. If it happens again, tell your administrator.',
  ),
  other: text('The file was not read.', 'Send the original in another format, or tell your administrator.'),
};

const isKnown = (code: string): code is ReadingRefusalCode => readingRefusalCodes.some((known) => known === code);

export const describeReadingRefusal = (code: string | null, texts: ReadingRefusalTexts): RefusalText =>
  texts[code !== null && isKnown(code) ? code : 'other'];
