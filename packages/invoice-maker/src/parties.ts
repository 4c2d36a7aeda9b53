import type { Party } from './facts.ts';
import type { Random } from './random.ts';
import type { Place } from './regions.ts';
import { makeTaxId } from './tax-id.ts';

const FIRST = ['云', '澄', '锦', '岚', '衡', '朗', '沐', '启', '瀚', '嘉', '宸', '瑞', '恒', '博', '弘', '景'];
const SECOND = ['岫', '明', '程', '川', '越', '泽', '禾', '途', '信', '友', '岳', '舟', '达', '安', '森', '桥'];
const BANKS = ['中国工商银行', '中国建设银行', '招商银行', '交通银行', '中国银行', '中国农业银行'];
const SURNAMES = ['王', '李', '张', '陈', '林', '周', '吴', '郑', '沈', '陆', '顾', '方'];
const GIVEN = ['丽', '梦瑶', '建国', '思远', '晓燕', '子涵', '志强', '雨桐', '文博', '佳怡', '海峰', '敏'];
const BODY_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export const aPersonName = (random: Random): string => random.pick(SURNAMES) + random.pick(GIVEN);

/** A fictional company with a valid tax id. */
export function aParty({ random, place, suffix }: { random: Random; place: Place; suffix: string }): Party {
  const brand = random.pick(FIRST) + random.pick(SECOND);
  const body = `MA${Array.from({ length: 6 }, () => random.pick([...BODY_CHARACTERS])).join('')}`;
  const street = random.pick(place.streets);
  return {
    name: `${place.city}${brand}${suffix}`,
    taxId: makeTaxId({ division: place.division, body }),
    address: `${place.district}${street}${random.integer(8, 888)}号${random.integer(1, 12)}幢${random.integer(101, 1808)}室`,
    phone: `${place.areaCode}-${random.integer(60_000_000, 89_999_999)}`,
    bank: `${random.pick(BANKS)}${place.city}${street.slice(0, 2)}支行`,
    bankAccount: `${random.integer(1, 9)}${random.digits(17)}`,
  };
}
