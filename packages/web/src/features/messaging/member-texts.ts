import { defineTexts } from '../../shared/texts.ts';

export const memberTexts = defineTexts({
  zh: {
    menuOf: (name: string) => `${name} 的操作`,
    makeAdmin: '设为管理员',
    makeMember: '取消管理员',
    transfer: '转让群主',
    transferAsk: (name: string) => `把群转让给 ${name}？你会成为管理员，只有新群主可以再转让。`,
    ownerLeaves: '你是群主，群不能没有群主。请先在成员菜单里把群转让给别人，再退出。',
    groupMayNot: '按所里的规定，你不能新建群组；需要时请找管理员或项目负责人。',
    groupMayNotGuests: '按所里的规定，你新建的群组里不能有外部成员。',
    groupHint: '新建后你是群主，可以在群设置里调整加入方式、发言和历史可见范围。',
    guestsHint: '名单里有外部成员：他们只看到加入之后的消息。',
    parentHint: '子组在列表里显示在上级群下面，成员互不影响。',
  },
  en: {
    menuOf: (name: string) => `Actions for ${name}`,
    makeAdmin: 'Make admin',
    makeMember: 'No longer admin',
    transfer: 'Hand the group over',
    transferAsk: (name: string) =>
      `Hand the group over to ${name}? You become an admin; only the new owner can undo this.`,
    ownerLeaves:
      'You own this group, and a group needs an owner. Hand it over in the menu of a member first, then leave.',
    groupMayNot:
      'By the rules of the firm you cannot make groups; ask an administrator or the lead of your engagement.',
    groupMayNotGuests: 'By the rules of the firm your groups cannot have external members.',
    groupHint: 'You will own the group; joining, writing and history are set in the group settings.',
    guestsHint: 'There are external members: they read from their joining on.',
    parentHint: 'A subgroup stands below its parent in the list; its members are its own.',
  },
});
