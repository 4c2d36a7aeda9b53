import { describe, expect, test } from 'vitest';
import { type DateOrder, findDates } from './dates.ts';

const dates = (text: string, order: DateOrder = 'dmy') => findDates(text, order, 2027).map(({ iso }) => iso);

describe('a date', () => {
  test.each([
    ['25/12/2018', '2018-12-25'],
    ['25/12/20188:13:39PM', '2018-12-25'],
    ['12-01-1921:13', '2019-01-12'],
    ['07.05.2014', '2014-05-07'],
    ['7. Mai 2014', '2014-05-07'],
    ['August 3 , 2014', '2014-08-03'],
    ['Mar 4, 2026', '2026-03-04'],
    ['5 janvier 2016', '2016-01-05'],
    ['1er février 2016', '2016-02-01'],
    ['12 de marzo de 2019', '2019-03-12'],
    ['25/FEB/201707:43', '2017-02-25'],
    ['29-Dec-17', '2017-12-29'],
    ['2018-04-03', '2018-04-03'],
    ['Date: 20180403', '2018-04-03'],
    ['2018年4月3日', '2018-04-03'],
    ['民國107年4月3日', '2018-04-03'],
    ['令和8年4月3日', '2026-04-03'],
  ])('%s is %s', (text, iso) => {
    expect(dates(text)).toEqual([iso]);
  });

  test('that makes no sense in the usual order is read in the other', () => {
    expect(dates('12/25/2018', 'dmy')).toEqual(['2018-12-25']);
    expect(dates('25/12/2018', 'mdy')).toEqual(['2018-12-25']);
    expect(dates('18/05/30', 'dmy')).toEqual(['2018-05-30']);
  });

  test('that makes sense in two orders tells the other', () => {
    expect(findDates('03/04/2018', 'dmy', 2027)).toMatchObject([{ iso: '2018-04-03', alternative: '2018-03-04' }]);
    expect(findDates('13/04/2018', 'dmy', 2027)[0]?.alternative).toBeUndefined();
  });

  test.each([
    '31/02/2018',
    '1.234.567,89',
    '192.168.10.20',
    '03/04/1865',
    '03/04/2099',
    '12:30:45',
    'IP 10-20-30-40',
    'No 20180403',
  ])('%s is none', (text) => {
    expect(dates(text)).toEqual([]);
  });
});
