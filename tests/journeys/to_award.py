"""What everybody does until a complaint has its award, in English."""

from datetime import date

from tests.journeys.town import PAPERS


def file_in_english(town, person):
    person.go("/")
    person.follow("File a complaint")
    person.choose("Charged far too much")
    person.press("Save and continue")
    person.choose("I borrowed, and I complain")
    person.press("Save and continue")
    person.fill({"Your full name": "Ruth Palmer", "E-mail address": "ruth.palmer@post.example"})
    person.press("Save and continue")
    person.press("Send the code")
    person.fill({"The 6 figures that we sent": town.code_for("ruth.palmer@post.example")})
    person.press("Confirm and continue")
    person.fill({"Name of the app": "Chengchuan", "Loan on paper": "12,000"})
    person.press("Save and continue")
    person.fill({"Name of the company or app": "Chengchuan"})
    person.press("Look it up")
    person.choose("澄川网络小额贷款有限公司", "Lender")
    person.press("Write this company down")
    person.press("Continue")
    person.press("That is all, continue")
    person.fill({"Tell it in your own words": "The card alone doubles the rate."})
    person.press("Save and continue")
    person.fill({"What you really received": "11,280"})
    person.press("Save and continue")
    person.choose("No")
    person.press("Save and continue")
    person.choose("Pay back the fees")
    person.press("Save and continue")
    person.press("Save and continue")
    person.hand_in("Choose one or more files", PAPERS / "contract-en.pdf")
    person.pick("What is it?", "Contract or loan page")
    person.press("Add these files")
    person.press("No more files, continue")
    person.choose("Yes, it may know")
    person.press("Save and continue")
    person.press("I have seen it, continue")
    for matter in ("The mediation body", "Passing the", "Handling", "Passing it to arbitration"):
        person.choose("I agree", group=matter)
    person.press("Save and continue")
    person.choose("What I wrote is true")
    person.press("File the complaint")


def contest(officer, lender, case):
    officer.sign_in("officer")
    officer.go(case)
    officer.follow("Check and admit")
    officer.press("Admit and put to the company")
    lender.sign_in("lender2")
    lender.go(case)
    lender.follow("Answer the complaint")
    lender.choose("We do not accept")
    lender.open("You contest: why")
    lender.choose("The contract says so")
    lender.fill({"Your words to the complainant": "The fees stand in clause 3."})
    lender.press("Check and send")
    lender.press("Send the answer")


def open_mediation(borrower, officer, lender, mediator, case):
    borrower.go(case)
    borrower.follow("Ask for a mediator")
    borrower.press("Check and ask")
    borrower.press("Ask for a mediator")
    officer.go(case)
    officer.follow("Ask both sides")
    officer.press("Ask or remind")
    lender.go(case)
    lender.follow("Say whether you want a mediator")
    lender.choose("Yes")
    lender.press("Send my answer")
    officer.go(case)
    officer.follow("Find a mediator")
    officer.choose("苏若蘅")
    officer.press("Offer the case")
    mediator.sign_in("mediator")
    mediator.go(case)
    mediator.follow("Take or refuse the case")
    mediator.choose("I take it", "I have no tie")
    mediator.press("Send my answer")


def confide(borrower, lender, mediator, case):
    """What one side says to the mediator alone, the other never reads."""
    borrower.go(f"{case}/messages")
    borrower.fill({"The button decides who reads it": "I could live with half of it."})
    borrower.press("To the mediator only")
    mediator.go(f"{case}/messages")
    assert "I could live with half of it." in mediator.text
    mediator.fill({"The button decides who reads it": "I shall call each of you tomorrow."})
    mediator.press("Send to both sides")
    lender.go(f"{case}/messages")
    assert "I shall call each of you tomorrow." in lender.text
    assert "half of it" not in lender.text


def hand_over(officer, mediator, case):
    """The clause is written down, checked by somebody else, and followed."""
    mediator.go(case)
    mediator.follow("Arbitration and court")
    mediator.follow("Write one down")
    mediator.pick("Arbitration body", "临澜仲裁委员会")
    mediator.date("Day of the agreement", date(2025, 11, 3))
    mediator.fill(
        {"The clause, word for word": "Disputes go to the Linlan Arbitration Commission."}
    )
    mediator.pick("In which file", "contract-en.pdf")
    mediator.press("Write it down")
    officer.go(case)
    officer.follow("Arbitration and court")
    officer.follow("Read it and record what you find")
    officer.choose("Yes: in writing")
    officer.press("Record my finding")
    mediator.go(case)
    mediator.follow("Arbitration and court")
    mediator.follow("Hand it to arbitration")
    mediator.choose("the gap is too wide")
    mediator.press("Hand it over")


def decide(town, clerk, case):
    clerk.sign_in("clerk")
    clerk.follow(case.rpartition("/")[2])
    clerk.follow("Arbitration and court")
    clerk.follow("Register the case")
    clerk.fill({"Case number at the arbitration body": "(2026) LAC 1204"})
    clerk.press("Register the case")
    clerk.follow("Record the award")
    clerk.choose("Award", "The lender pays the complainant")
    clerk.fill({"Number of the award": "(2026) LAC A 377"})
    clerk.date("Day of the award", town.day())
    clerk.fill({"What was decided, in its own words": "The lender pays back 960.00."})
    clerk.fill({"How much in all": "960", "In how many payments": "1"})
    clerk.date("Day of the first payment", town.day(20))
    clerk.hand_in("The document", PAPERS / "award-zh.pdf")
    clerk.press("Record the award")
