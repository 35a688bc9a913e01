"""What everybody does until a complaint is settled and the settlement kept, in Chinese."""

from datetime import date

from tests.journeys.town import PAPERS


def say_who(town, person):
    person.go("/")
    person.follow("直接投诉")
    person.choose("收费太高")
    person.press("保存并继续")
    person.choose("我自己借的")
    person.press("保存并继续")
    person.fill({"您的姓名": "钟小雨", "手机号": "13866660001"})
    person.press("保存并继续")
    person.press("发送验证码")
    person.fill({"我们发给您的 6 位数字": town.code_for("13866660001")})
    person.press("确认并继续")


def say_what(person):
    person.fill({"App 或产品的名字": "禾渡借款", "合同写的借款金额": "24,000"})
    person.date("什么时候借的", date(2025, 9, 8))
    person.press("保存并继续")
    person.fill({"公司或 App 的名字": "禾渡"})
    person.press("查一下")
    person.choose("禾渡消费金融有限公司", "出借机构")
    person.press("记下这家公司")
    person.press("继续")
    person.date("哪一天", date(2025, 10, 8))
    person.fill({"那天发生了什么": "第一期除本息外扣了担保费 168 元"})
    person.press("记下这一件")
    person.press("记完了，下一步")
    person.fill({"事情经过": "合同写借两万四，到手两万二千八，每期还要交担保费。"})
    person.press("保存并继续")
    person.fill({"实际到手多少钱": "22,800", "当初宣传的利率": "年化 7.2%"})
    person.choose("担保费、融担费")
    person.press("保存并继续")


def say_the_rest(person):
    person.choose("是", "拒绝了")
    person.pick("怎么反映的", "打客服电话")
    person.press("保存并继续")
    person.choose("退还多收的费用")
    person.fill({"用自己的话说": "退还担保费"})
    person.press("保存并继续")
    person.choose("一个人带孩子")
    person.press("保存并继续")
    person.hand_in("选择一个或多个文件", PAPERS / "bill-zh.png")
    person.pick("这是什么材料", "还款记录")
    person.press("上传这些材料")
    person.press("材料齐了，下一步")
    person.choose("可以")
    person.press("保存并继续")
    assert "●●●0001" in person.text
    person.press("我看过了，下一步")
    for matter in ("由调解组织处理", "把投诉内容转给机构", "处理敏感个人信息"):
        person.choose("同意", group=matter)
    person.choose("不同意", group="调解不成时")
    person.press("保存并继续")
    person.choose("据我所知")
    person.press("提交投诉")


def admit_and_answer(officer, lender, case):
    officer.sign_in("officer")
    officer.go(case)
    officer.follow("审查受理")
    officer.press("受理并转给公司")

    lender.sign_in("lender")
    lender.follow(case.rpartition("/")[2])
    lender.follow("答复暂停催收请求")
    lender.choose("暂停 ")
    lender.press("记录答复")
    lender.follow("答复投诉")
    lender.choose("愿意谈")
    lender.fill({"给投诉人的话": "愿意免除罚息，余款可以分期。"})
    lender.fill({"只给调解组织的说明": "担保费可协调退还一半。"})
    lender.press("核对后发出")
    lender.press("发出答复")


def find_a_mediator(borrower, officer, lender, mediator, case):
    borrower.go(case)
    assert "担保费可协调" not in borrower.text
    borrower.follow("申请调解")
    borrower.press("核对后申请")
    borrower.press("申请调解")
    officer.go(case)
    officer.follow("征询双方意愿")
    officer.press("征询或提醒")
    lender.go(case)
    lender.follow("答复是否愿意调解")
    lender.choose("愿意")
    lender.press("发出我的答复")
    officer.go(case)
    officer.follow("安排调解员")
    officer.choose("程明澜")
    officer.press("请其接案")
    mediator.sign_in("mediator2")
    mediator.go(case)
    mediator.follow("接受或不接受案件")
    mediator.choose("接案", "我与投诉人")
    mediator.press("发出我的答复")


def exchange_evidence(borrower, lender, mediator, case):
    lender.go(f"{case}/evidence")
    lender.hand_in("选择一个或多个文件", PAPERS / "contract-zh.pdf")
    lender.pick("这是什么材料", "合同、借款页面")
    lender.press("发给双方")
    borrower.go(f"{case}/evidence")
    borrower.follow("contract-zh.pdf")
    borrower.go(f"{case}/evidence")
    borrower.hand_in("选择一个或多个文件", PAPERS / "means-zh.txt")
    borrower.pick("这是什么材料", "困难证明")
    borrower.press("只给调解员")
    lender.go(f"{case}/evidence")
    assert "means-zh.txt" not in lender.text
    mediator.go(f"{case}/evidence")
    assert "means-zh.txt" in mediator.text


def meet(town, borrower, lender, mediator, case, back):
    mediator.go(case)
    mediator.follow("排调解会")
    mediator.follow("下一周")
    mediator.pick("本周可选时间", 3)
    mediator.pick("投诉人", "视频")
    mediator.pick("出借机构", "电话")
    mediator.fill({"地点": "视频会议，开始前短信发送入口", "谈什么": "担保费；分期"})
    mediator.press("排定并通知双方")
    town.wait(days=14)
    mediator.sign_in("mediator2")
    lender.sign_in("lender")
    back()
    mediator.go(f"{case}/hearings")
    mediator.follow("登记到场和笔录")
    for side in ("投诉人", "出借机构"):
        mediator.choose("到场，已核对身份", group=side)
    mediator.fill({"调解笔录": "双方同意免除罚息，余款分三期。"})
    mediator.press("登记调解会")
    for side in (borrower, lender):
        side.go(f"{case}/hearings")
        side.press("是这样说的")


def agree(town, borrower, lender, case):
    lender.follow("看方案")
    lender.follow("提方案")
    lender.choose("对方付给贵机构")
    lender.fill({"总金额": "4200", "分几期": "4"})
    lender.date("首期日期", town.day(20))
    lender.press("算一算")
    assert "每期 ¥1,050.00，共 ¥4,200.00" in lender.text
    lender.press("发给对方")
    borrower.go(case)
    borrower.follow("看方案")
    borrower.choose("提一个新方案")
    borrower.press("继续")
    borrower.fill({"总金额": "3600", "分几期": "3", "还约定什么": "免除罚息，期间不催收。"})
    borrower.press("算一算")
    borrower.press("发给对方")
    lender.go(case)
    lender.follow("看方案")
    lender.choose("接受这个方案")
    lender.press("继续")
    lender.press("接受这个方案")


def sign(person, case, name):
    person.go(f"{case}/agreement")
    person.follow("去签署")
    person.choose("我读完了全文", "我是自愿签的")
    person.fill({"写上您的全名": name})
    person.press("签署协议")


def pay(borrower, lender, case):
    borrower.go(f"{case}/repayment")
    borrower.follow("登记一笔付款")
    borrower.press("登记这笔付款")
    lender.go(f"{case}/repayment")
    lender.follow("到账了吗")
    lender.press("到账了")
