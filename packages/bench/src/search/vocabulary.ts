export const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Words of an accounting firm's talk, the common ones first. */
export const things = words(`
发票 合同 报销单 底稿 询证函 银行回单 对账单 凭证 明细账 总账 科目余额表 固定资产 存货 应收账款 应付账款 预收款 预付款 其他应收款
收入确认 成本结转 折旧 摊销 坏账准备 减值测试 关联交易 或有事项 期后事项 持续经营 内控缺陷 管理层声明 审计报告 审阅报告 财务报表
现金流量表 所有者权益 附注 合并范围 抵销分录 商誉 递延所得税 增值税 进项税额 销项税额 企业所得税 个人所得税 印花税 土地增值税
研发费用加计扣除 出口退税 税务稽查 汇算清缴 纳税申报表 完税证明 红字发票 专用发票 普通发票 电子发票 数电票 行程单 出租车票 火车票
住宿费 会议费 业务招待费 差旅费 办公用品 服务费 咨询费 租金 水电费 物业费 工程款 质保金 保证金 押金 备用金 借款 还款 利息 罚息
授信额度 担保 抵押 质押 股权转让 增资 减资 利润分配 股利 资本公积 盈余公积 未分配利润 少数股东权益 长期股权投资 交易性金融资产
套期保值 远期结汇 汇兑损益 记账本位币 外币折算 租赁负债 使用权资产 政府补助 股份支付 期权激励 离职补偿 社保 公积金 工资表 考勤表
盘点表 出库单 入库单 送货单 验收单 采购订单 销售订单 价格审批 招标文件 中标通知书 结算单 竣工决算 概算 预算 决算 台账 清册 目录
`);

export const deeds = words(`
核对 确认 更新 补充 上传 修改 复核 检查 整理 发送 收到 审批 退回 提交 打印 盖章 签字 寄出 扫描 归档 登记 抽查 函证 访谈 盘点 测算
调整 冲销 重分类 披露 说明 解释 汇总 催收 跟进 落实 讨论 协调 安排 预约 通知 转交 交接 备份 导出 导入 比对 分析 复算 追踪 穿行
`);

export const remarks = words(`
好的 收到 谢谢 辛苦了 没问题 稍等 马上 明白 请看附件 我看一下 下午给你 明天一早 尽快处理 已经发了 还差一份 不太对 数字对不上
再核实一下 客户还没回复 等对方盖章 需要合伙人签字 先按这个版本 口径要统一 跟去年一致 有差异 差异不大 差异较大 超过重要性水平
低于重要性水平 建议调整 建议披露 先不调整 留意一下 记得留痕 底稿要写清楚 抄送项目经理 群里说一下 电话里说 开会讨论 下周再看
`);

export const times = words(`
今天 明天 昨天 上午 下午 晚上 本周 下周 上周 月底 月初 季度末 年末 年初 一季度 二季度 三季度 四季度 上半年 下半年 去年同期 期初 期末
`);

export const surnames = words(
  '陈 王 李 张 刘 杨 黄 赵 周 吴 徐 孙 马 朱 胡 郭 何 高 林 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 萧 田 董 袁 潘 蒋 蔡 余 杜 叶 程 苏 魏 吕 丁 任 沈 姚',
);
export const givenNames = words(
  '屿 岚 敏 静 磊 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 桂英 文博 思远 雨桐 子涵 浩然 欣怡 梓萱 宇轩 诗涵 俊杰 佳琪 晨曦 若彤 泽宇 一鸣 嘉懿 天佑 凯瑞 弘文 哲瀚 烨霖 烨华 煜祺 智宸 正豪 昊然 志泽 明杰 弘文 烨伟 苑博 鹏涛',
);

const heads = words(
  '华 东 南 西 北 中 金 银 恒 瑞 盛 泰 宏 鼎 嘉 信 诚 德 永 兴 隆 昌 达 通 海 江 山 川 云 天 星 辰 光 明 新 安 康 乐 福 顺',
);
const tails = words(
  '润 源 科 创 联 合 汇 丰 邦 维 达 迪 森 林 泽 润 航 宇 腾 飞 博 雅 思 睿 拓 展 骏 驰 翔 锐 凯 旋 卓 越 朗 逸 禾 沃 冠 玺',
);
const trades = words(
  '科技 贸易 建设 物流 医药 食品 电子 材料 能源 置业 传媒 咨询 机械 纺织 化工 农业 环保 装饰 教育 餐饮',
);
const cities = words(
  '上海 北京 深圳 广州 杭州 苏州 南京 成都 武汉 西安 青岛 宁波 厦门 长沙 郑州 天津 重庆 合肥 无锡 佛山',
);

/** Names of companies, thousands of them, each with a city and a trade. */
export const companyNames: readonly string[] = cities.flatMap((city, cityAt) =>
  heads.flatMap((head, headAt) => {
    const tail = tails[(cityAt * 7 + headAt * 3) % tails.length] ?? '';
    const trade = trades[(cityAt + headAt) % trades.length] ?? '';
    return [
      `${city}${head}${tail}${trade}`,
      `${city}${tail}${head}${trades[(headAt * 5 + cityAt) % trades.length] ?? ''}`,
    ];
  }),
);

export const latinWords = words(
  'excel pdf review draft final sampling materiality confirmation ledger invoice cutoff walkthrough workpaper memo deadline partner manager audit tax advisory vpn teams zoom email sap oracle kingdee yonyou ifrs cas pcaob',
);
