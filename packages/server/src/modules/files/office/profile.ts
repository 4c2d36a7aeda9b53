const item = (path: string, name: string, value: string) =>
  `<item oor:path="/org.openoffice.Office.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;

/** Settings of LibreOffice for files from outside: no macros, no active content, no links to elsewhere, no updates. */
export const officeProfile = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${[
  item('Common/Security/Scripting', 'MacroSecurityLevel', '3'),
  item('Common/Security/Scripting', 'DisableMacrosExecution', 'true'),
  item('Common/Security/Scripting', 'DisableActiveContent', 'true'),
  item('Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'),
  item('Calc/Content/Update', 'Link', '2'),
  item('Writer/Content/Update', 'Link', '0'),
  item('Common/Misc', 'FirstRun', 'false'),
  item('Common/Save/Document', 'CreateBackup', 'false'),
].join('\n')}
</oor:items>
`;
