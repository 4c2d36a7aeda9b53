import type { Region } from './facts.ts';

/** Where fictional companies sit. Districts are real so that the first digits of tax ids look right; streets are not. */
export interface Place extends Region {
  /** Four digits, as in the codes of old invoices. */
  oldCode: string;
  city: string;
  cityLatin: string;
  division: string;
  district: string;
  streets: readonly string[];
  areaCode: string;
}

export const PLACES: readonly Place[] = [
  {
    code: '11',
    oldCode: '1100',
    shortName: '北京',
    bureau: '国家税务总局北京市税务局',
    city: '北京',
    cityLatin: 'Beijing',
    division: '110105',
    district: '北京市朝阳区',
    streets: ['青槐路', '望河东街', '柳营南路'],
    areaCode: '010',
  },
  {
    code: '31',
    oldCode: '3100',
    shortName: '上海',
    bureau: '国家税务总局上海市税务局',
    city: '上海',
    cityLatin: 'Shanghai',
    division: '310101',
    district: '上海市黄浦区',
    streets: ['澄江路', '丹枫路', '南苏里路'],
    areaCode: '021',
  },
  {
    code: '32',
    oldCode: '3200',
    shortName: '江苏',
    bureau: '国家税务总局江苏省税务局',
    city: '苏州',
    cityLatin: 'Suzhou',
    division: '320594',
    district: '苏州工业园区',
    streets: ['星澜街', '月亮湾南路', '白鹭街'],
    areaCode: '0512',
  },
  {
    code: '33',
    oldCode: '3300',
    shortName: '浙江',
    bureau: '国家税务总局浙江省税务局',
    city: '杭州',
    cityLatin: 'Hangzhou',
    division: '330106',
    district: '杭州市西湖区',
    streets: ['竹径路', '云栖南街', '茶园里路'],
    areaCode: '0571',
  },
  {
    code: '44',
    oldCode: '4400',
    shortName: '广东',
    bureau: '国家税务总局广东省税务局',
    city: '广州',
    cityLatin: 'Guangzhou',
    division: '440106',
    district: '广州市天河区',
    streets: ['木棉中路', '珠水东路', '华岭街'],
    areaCode: '020',
  },
  {
    code: '42',
    oldCode: '4200',
    shortName: '湖北',
    bureau: '国家税务总局湖北省税务局',
    city: '武汉',
    cityLatin: 'Wuhan',
    division: '420106',
    district: '武汉市武昌区',
    streets: ['梅岭路', '水果湖北街', '东亭三路'],
    areaCode: '027',
  },
  {
    code: '51',
    oldCode: '5100',
    shortName: '四川',
    bureau: '国家税务总局四川省税务局',
    city: '成都',
    cityLatin: 'Chengdu',
    division: '510107',
    district: '成都市武侯区',
    streets: ['锦晖路', '桐梓南街', '长青路'],
    areaCode: '028',
  },
];
