------------------------------- MODULE Limits -------------------------------
(* Ops that share an ordering key and a concurrency key, with failures and redrives: who has the turn in the lane, and who holds a    *)
(* slot. One action is one transaction. The crashes between them are those of Protocol.tla; what is left of them here is Retry.       *)
EXTENDS Naturals, FiniteSets

CONSTANTS
  Count,     \* ops, numbered in submission order
  Slots,     \* of the concurrency key
  Redrives,  \* how often each op may be redriven
  Bug        \* the bug planted in this model; "none" is the protocol

Ops == 1..Count
Lane == IF Count > 2 THEN Ops \ {Count} ELSE Ops   \* the last has the concurrency key alone
Terminal == {"SUCCEEDED", "FAILED", "CANCELED"}

VARIABLES
  row,     \* op_execution and op_limit
  taken,   \* slot_group: slots of the key that count as taken
  passed   \* history: an op started that had to let another go first

vars == <<row, taken, passed>>

Init ==
  /\ row = [o \in Ops |-> [state |-> "NEW", fed |-> FALSE, turn |-> FALSE, late |-> FALSE, held |-> FALSE, parked |-> FALSE,
                           begun |-> FALSE, behind |-> {}, left |-> Redrives]]
  /\ taken = 0 /\ passed = FALSE

IsOpen(rows, o) == rows[o].state \in {"WAITING", "PENDING", "RUNNING"}
InLane(rows) == {o \in Lane : IsOpen(rows, o)}
First(ops) == CHOOSE o \in ops : \A p \in ops : o <= p
Punctual(rows) == {o \in InLane(rows) : ~rows[o].late}

(* The turn goes to the first of all that are open. *)
Passed(rows) ==
  IF InLane(rows) = {} THEN rows ELSE [rows EXCEPT ![First(InLane(rows))].turn = TRUE, ![First(InLane(rows))].late = FALSE]

(* Whose upstream is done and whose turn it is becomes ready. *)
Admitted(rows) ==
  [o \in Ops |-> IF rows[o].state = "WAITING" /\ rows[o].fed /\ rows[o].turn
                 THEN [rows[o] EXCEPT !.state = "PENDING", !.behind = {}] ELSE rows[o]]

Submit(o) ==
  /\ row[o].state = "NEW" /\ \A p \in Ops : p < o => row[p].state # "NEW"
  /\ \E fed \in BOOLEAN :
       row' = Admitted([row EXCEPT ![o].state = "WAITING", ![o].fed = fed, ![o].turn = o \notin Lane \/ InLane(row) = {}])
  /\ UNCHANGED <<taken, passed>>

UpstreamDone(o) ==
  /\ row[o].state = "WAITING" /\ ~row[o].fed
  /\ row' = Admitted([row EXCEPT ![o].fed = TRUE])
  /\ UNCHANGED <<taken, passed>>

(* A claim finds a slot, or parks what has none. *)
Claim(o) ==
  /\ row[o].state = "PENDING" /\ ~row[o].parked
  /\ IF row[o].held \/ taken < Slots
     THEN /\ row' = [row EXCEPT ![o].state = "RUNNING", ![o].held = TRUE, ![o].begun = TRUE]
          /\ taken' = IF row[o].held THEN taken ELSE taken + 1
          /\ passed' = (passed \/ (o \in Lane /\ \E p \in InLane(row) \ {o} :
               \/ p < o /\ p \notin row[o].behind
               \/ p > o /\ row[p].begun))
     ELSE row' = [row EXCEPT ![o].parked = TRUE] /\ UNCHANGED <<taken, passed>>

(* A failure with attempts left, a lost lease or a hand-over: the slot and the turn are kept. *)
Retry(o) ==
  /\ row[o].state = "RUNNING"
  /\ row' = [row EXCEPT ![o].state = "PENDING"]
  /\ UNCHANGED <<taken, passed>>

(* What is terminal gives back its slot and its turn. Who was parked at this moment may be missed (woken = 0). *)
Ended(o, state) ==
  LET had == o \in Lane /\ ~row[o].late /\ \A p \in Punctual(row) : o <= p
      ended == [row EXCEPT ![o].state = state, ![o].parked = FALSE, ![o].begun = FALSE, ![o].turn = FALSE,
                           ![o].held = IF Bug = "redrive keeps its slot" THEN @ ELSE FALSE]
      rows == Admitted(IF had THEN Passed(ended) ELSE ended)
      waiting == {p \in Ops : rows[p].parked}
  IN /\ taken' = IF row[o].held THEN taken - 1 ELSE taken
     /\ \E woken \in waiting \union {0} :
          row' = IF woken = 0 THEN rows ELSE [rows EXCEPT ![woken].parked = FALSE]
     /\ UNCHANGED passed

End(o) == row[o].state = "RUNNING" /\ \E state \in {"SUCCEEDED", "FAILED"} : Ended(o, state)

Cancel(o) == row[o].state \in {"WAITING", "PENDING"} /\ Ended(o, "CANCELED")

(* The operator: FAILED waits again, in its old place. Whoever is admitted keeps the turn; who is not, and stands behind, loses it. *)
Redrive(o) ==
  /\ row[o].state = "FAILED" /\ row[o].left > 0
  /\ LET back == [row EXCEPT ![o].state = "WAITING", ![o].late = o \in Lane, ![o].turn = o \notin Lane, ![o].left = @ - 1]
         known == [p \in Ops |-> IF p # o /\ row[p].state \in {"PENDING", "RUNNING"}
                                 THEN [back[p] EXCEPT !.behind = @ \union {o}] ELSE back[p]]
         holders == Punctual(known)
         holder == First(holders)
         overtaken == holders # {} /\ holder > o /\ known[holder].state = "WAITING"
         rows == IF overtaken THEN [known EXCEPT ![holder].late = TRUE, ![holder].turn = FALSE] ELSE known
     IN row' = IF Bug = "redrive past the lane" THEN Admitted([known EXCEPT ![o].turn = TRUE, ![o].late = FALSE])
               ELSE Admitted(IF o \in Lane /\ (holders = {} \/ overtaken) THEN Passed(rows) ELSE rows)
  /\ UNCHANGED <<taken, passed>>

(* The dispatcher's pass: wakes whom nobody woke. *)
Wake(o) ==
  /\ Bug # "nobody wakes"
  /\ row[o].parked /\ taken < Slots
  /\ row' = [row EXCEPT ![o].parked = FALSE]
  /\ UNCHANGED <<taken, passed>>

Next == \E o \in Ops : Submit(o) \/ UpstreamDone(o) \/ Claim(o) \/ Retry(o) \/ End(o) \/ Cancel(o) \/ Redrive(o) \/ Wake(o)

(* Everything that need not be redone goes on some day; attempts end some day, however often they are retried. *)
Fairness == \A o \in Ops :
  WF_vars(UpstreamDone(o)) /\ SF_vars(Claim(o)) /\ SF_vars(End(o)) /\ SF_vars(Wake(o))

Spec == Init /\ [][Next]_vars /\ Fairness

(* ---- The invariants, by the numbers of the protocol ---- *)

(* I3: whatever waits, also after a redrive, ends. *)
I3 == \A o \in Ops : (row[o].state = "WAITING") ~> (row[o].state \in Terminal)

(* I7: one at a time, and in submission order: who came back goes before all that were not admitted when it did. *)
I7 == /\ ~passed
      /\ Cardinality({o \in Lane : row[o].state = "RUNNING"}) <= 1

(* The bound of the concurrency key: never more than its slots, and none is lost. *)
Bound == /\ Cardinality({o \in Ops : row[o].state = "RUNNING"}) <= Slots
         /\ taken = Cardinality({o \in Ops : row[o].held /\ IsOpen(row, o)})
=============================================================================
