def doctor(asked): return 0
