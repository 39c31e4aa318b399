"""Services: sheets, plan, consent, referral and transfer, shelter, law; what accompanies her after first contact."""
