------------------------------ MODULE Protocol ------------------------------
(* How one op runs once, whatever crashes: the execution protocol of Sluice. Each action is one step that a crash can come before *)
(* or after: one transaction in PostgreSQL, one call to SQS, or one thing that befalls them. README.md maps actions to code.      *)
EXTENDS Naturals, FiniteSets, TLC

CONSTANTS
  Workers,    \* workers, of one slot each
  Shape,      \* which ops there are: "edge", "key", "apart" or "all", see Ops
  Attempts,   \* attempts that an op execution has
  Window,     \* unclaimed messages that the queue may hold
  Faults,     \* how many things may go wrong, or be called off, in one history
  Bug,        \* the bug planted in this model; "none" is the protocol
  None        \* stands for nothing

(* ---- What runs ---- *)

Ops == CASE Shape = "edge"  -> {"a", "b"}        \* b needs the output of a
         [] Shape = "key"   -> {"a", "c"}        \* c is of a later run and shares an ordering key with a
         [] Shape = "apart" -> {"a", "d"}        \* d is of a later run and has nothing to do with a
         [] Shape = "all"   -> {"a", "b", "c"}
RunOf(o) == IF o \in {"c", "d"} THEN 2 ELSE 1
Runs == {RunOf(o) : o \in Ops}
Upstream(o) == IF o = "b" THEN {"a"} ELSE {}
EarlierOfKey(o) == IF o = "c" THEN {"a"} ELSE {}

Dispatcher == "dispatcher"   \* the coordinator: it accepts runs, dispatches and recovers
Publishers == Workers \union {Dispatcher}
Terminal == {"SUCCEEDED", "FAILED", "CANCELED", "SKIPPED"}

VARIABLES
  row,        \* PostgreSQL, op_execution: the authority
  accepted,   \* PostgreSQL, job_run: runs that were submitted
  canceled,   \* PostgreSQL, job_run: runs that were called off
  queue,      \* SQS: messages and who holds the receipt of each (None: visible)
  sent,       \* SQS: what deduplication remembers
  work,       \* of a worker: the attempt that it runs
  inbox,      \* of a worker: the message that it received and has not had judged, and the slots it claims for
  trash,      \* of a worker: messages that it will delete
  outbox,     \* of whoever publishes: messages marked as published and not sent yet
  faults,     \* faults that are left
  results,    \* history: how often a result of each op was committed
  atCancel,   \* history: each op as it was when its run was called off
  early       \* history: messages that were deleted while they were needed

vars == <<row, accepted, canceled, queue, sent, work, inbox, trash, outbox, faults, results, atCancel, early>>

Init ==
  /\ row = [o \in Ops |-> [state |-> "WAITING", ready |-> FALSE, attempt |-> 0, left |-> Attempts, expired |-> FALSE, output |-> 0,
                           sequence |-> 0, published |-> FALSE]]
  /\ accepted = {} /\ canceled = {} /\ queue = {} /\ sent = {}
  /\ work = [w \in Workers |-> None] /\ inbox = [w \in Workers |-> None] /\ trash = [w \in Workers |-> {}]
  /\ outbox = [p \in Publishers |-> {}]
  /\ faults = Faults
  /\ results = [o \in Ops |-> 0] /\ atCancel = [o \in Ops |-> None] /\ early = {}

Fault == faults > 0 /\ faults' = faults - 1
NoFault == UNCHANGED faults

(* ---- The rules that all transactions share ---- *)

IsOpen(o) == RunOf(o) \in accepted /\ row[o].state \notin Terminal

(* WAITING ends when all upstream ops have succeeded and all earlier ops of the same ordering key are terminal. *)
IsFree(rows, o) ==
  /\ \A u \in Upstream(o) : rows[u].state = "SUCCEEDED"
  /\ Bug = "no ordering" \/ \A e \in EarlierOfKey(o) : rows[e].state \in Terminal

(* What follows from an end, in the same transaction: what is downstream is freed or skipped. *)
RECURSIVE Settled(_, _)
Settled(rows, runs) ==
  LET Next(o) ==
        IF rows[o].state # "WAITING" \/ RunOf(o) \notin runs THEN rows[o]
        ELSE IF \E u \in Upstream(o) : rows[u].state \in Terminal \ {"SUCCEEDED"} THEN [rows[o] EXCEPT !.state = "SKIPPED"]
        ELSE IF IsFree(rows, o) THEN [rows[o] EXCEPT !.state = "PENDING", !.ready = TRUE]
        ELSE rows[o]
      next == [o \in Ops |-> Next(o)]
  IN IF next = rows THEN rows ELSE Settled(next, runs)

(* RUNNING becomes something else. *)
Ended(r, next, ready) == [r EXCEPT !.state = next, !.ready = ready, !.expired = FALSE]

IsCalledOff(o) == RunOf(o) \in canceled

(* What may be claimed: the backlog, and leases that ran out with attempts left. *)
Claimable(rows) ==
  {o \in Ops : \/ rows[o].state = "PENDING" /\ rows[o].ready
               \/ rows[o].state = "RUNNING" /\ rows[o].expired /\ rows[o].left > 0 /\ ~IsCalledOff(o)
               \/ Bug = "claim ignores upstream" /\ RunOf(o) \in accepted /\ rows[o].state = "WAITING"}

Leased(rows, o) ==
  IF o = None THEN rows
  ELSE [rows EXCEPT ![o].state = "RUNNING", ![o].ready = FALSE, ![o].expired = FALSE, ![o].attempt = @ + 1,
                    ![o].left = IF @ > 0 THEN @ - 1 ELSE 0]

(* What the worker gets with a lease: the fencing token, the upstream outputs, and its message, if that called for this op. *)
Lease(rows, o, message) ==
  [op |-> o, attempt |-> rows[o].attempt, inputs |-> [u \in Upstream(o) |-> rows[u].output], message |-> message]

IsCurrent(lease) == row[lease.op].state = "RUNNING" /\ row[lease.op].attempt = lease.attempt

(* What gets a message: ready ops that have none, as far as the window has room. *)
Publishable(rows) == {o \in Ops : rows[o].state = "PENDING" /\ rows[o].ready /\ ~rows[o].published}
Outstanding(rows) ==
  {o \in Ops : rows[o].published /\ (rows[o].state = "PENDING" \/ Bug = "window counts claimed messages")}
Batches(rows) ==
  LET used == Cardinality(Outstanding(rows))
      room == IF used < Window THEN Window - used ELSE 0
      ready == Publishable(rows)
  IN {ops \in SUBSET ready : Cardinality(ops) = IF Cardinality(ready) < room THEN Cardinality(ready) ELSE room}
Published(rows, ops) ==
  [o \in Ops |-> IF o \notin ops THEN rows[o]
                 ELSE [rows[o] EXCEPT !.published = TRUE, !.sequence = IF Bug = "same sequence" /\ @ > 0 THEN @ ELSE @ + 1]]
Messages(rows, ops) == {[op |-> o, sequence |-> rows[o].sequence] : o \in ops}

MessageOf(m) == [op |-> m.op, sequence |-> m.sequence]
InQueue(o, sequence) == \E m \in queue : m.op = o /\ m.sequence = sequence

(* ---- 1. Submit ---- *)

Submit(run) ==
  /\ run \notin accepted /\ \A earlier \in Runs : earlier < run => earlier \in accepted
  /\ outbox[Dispatcher] = {}
  /\ accepted' = accepted \union {run}
  /\ LET rows == Settled(row, accepted') IN
     \E ops \in Batches(rows) :
       /\ row' = Published(rows, ops)
       /\ outbox' = [outbox EXCEPT ![Dispatcher] = Messages(row', ops)]
  /\ NoFault /\ UNCHANGED <<canceled, queue, sent, work, inbox, trash, results, atCancel, early>>

(* ---- 2. Publish: marked in a transaction, then sent ---- *)

Publish ==
  /\ Bug # "no dispatcher"
  /\ outbox[Dispatcher] = {}
  /\ \E ops \in Batches(row) \ {{}} :
       /\ row' = Published(row, ops)
       /\ outbox' = [outbox EXCEPT ![Dispatcher] = Messages(row', ops)]
  /\ NoFault /\ UNCHANGED <<accepted, canceled, queue, sent, work, inbox, trash, results, atCancel, early>>

Send(p) ==
  /\ \E m \in outbox[p] :
       /\ outbox' = [outbox EXCEPT ![p] = @ \ {m}]
       /\ sent' = sent \union {m}
       /\ queue' = IF m \in sent THEN queue ELSE queue \union {[op |-> m.op, sequence |-> m.sequence, holder |-> None]}
  /\ NoFault /\ UNCHANGED <<row, accepted, canceled, work, inbox, trash, results, atCancel, early>>

(* The queue refuses a message for certain: the publication is taken back. *)
SendRefused(p) ==
  /\ Fault
  /\ \E m \in outbox[p] :
       /\ outbox' = [outbox EXCEPT ![p] = @ \ {m}]
       /\ row' = IF row[m.op].sequence = m.sequence THEN [row EXCEPT ![m.op].published = FALSE] ELSE row
  /\ UNCHANGED <<accepted, canceled, queue, sent, work, inbox, trash, results, atCancel, early>>

(* A publication grows old: it counts as gone, whatever became of its message. *)
PublicationForgotten(o) ==
  /\ Bug # "no dispatcher"
  /\ row[o].published
  /\ IF InQueue(o, row[o].sequence) \/ \E p \in Publishers : [op |-> o, sequence |-> row[o].sequence] \in outbox[p]
     THEN Fault ELSE NoFault
  /\ row' = [row EXCEPT ![o].published = FALSE]
  /\ UNCHANGED <<accepted, canceled, queue, sent, work, inbox, trash, outbox, results, atCancel, early>>

(* ---- 3. Receive and claim ---- *)

IsIdle(w) == work[w] = None /\ inbox[w] = None /\ trash[w] = {} /\ outbox[w] = {}

Receive(w) ==
  /\ IsIdle(w)
  /\ \E m \in {m \in queue : m.holder = None} :
       /\ queue' = (queue \ {m}) \union {[m EXCEPT !.holder = w]}
       /\ inbox' = [inbox EXCEPT ![w] = [op |-> m.op, sequence |-> m.sequence, slots |-> 1]]
       /\ trash' = IF Bug = "delete on receipt" THEN [trash EXCEPT ![w] = {MessageOf(m)}] ELSE trash
  /\ NoFault /\ UNCHANGED <<row, accepted, canceled, sent, work, outbox, results, atCancel, early>>

(* The message makes it claim the best of the backlog, which need not be its own op. Then the message is judged by its row: its op  *)
(* was claimed here (kept until the result is committed), or is leased, terminal or published anew (redundant), or waits (deferred). *)
Claim(w) ==
  /\ inbox[w] # None
  /\ LET m == inbox[w]
         best == IF m.slots = 0 THEN {}
                 ELSE IF Bug = "deduplication only in SQS" THEN {m.op}
                 ELSE Claimable(row)
     IN \E o \in (IF best = {} THEN {None} ELSE best) :
          LET leased == Leased(row, o)
              calls == m.sequence = row[m.op].sequence
              claimed == o = m.op /\ calls
              keeps == Bug = "judging skips locked rows" /\ o # m.op   \* another transaction holds the row's lock
          IN /\ \E unpublish \in {calls /\ ~claimed} \union (IF keeps THEN {FALSE} ELSE {}) :
                  row' = IF unpublish THEN [leased EXCEPT ![m.op].published = FALSE] ELSE leased
             /\ work' = IF o = None THEN work
                        ELSE [work EXCEPT ![w] = Lease(leased, o, IF claimed THEN m.sequence ELSE 0)]
             /\ trash' = IF claimed /\ Bug # "delete before commit" THEN trash
                         ELSE [trash EXCEPT ![w] = @ \union {MessageOf(m)}]
  /\ inbox' = [inbox EXCEPT ![w] = None]
  /\ NoFault /\ UNCHANGED <<accepted, canceled, queue, sent, outbox, results, atCancel, early>>

(* Other transactions hold the rows that it would claim: it claims nothing, the message is judged all the same. *)
ClaimNothing(w) ==
  /\ inbox[w] # None /\ inbox[w].slots > 0
  /\ Fault
  /\ inbox' = [inbox EXCEPT ![w].slots = 0]
  /\ UNCHANGED <<row, accepted, canceled, queue, sent, work, trash, outbox, results, atCancel, early>>

(* ---- 4. Run ---- *)

LeaseRunsOut(o) ==
  /\ row[o].state = "RUNNING" /\ ~row[o].expired
  /\ LET isHeld == \E w \in Workers : work[w] # None /\ work[w].op = o /\ IsCurrent(work[w])
     IN IF isHeld THEN Fault ELSE NoFault   \* its worker stalls, or has crashed before
  /\ row' = [row EXCEPT ![o].expired = TRUE]
  /\ UNCHANGED <<accepted, canceled, queue, sent, work, inbox, trash, outbox, results, atCancel, early>>

(* The worker lets go of its attempt; its message is judged by the row, which has moved on. *)
LetGo(w) ==
  /\ work' = [work EXCEPT ![w] = None]
  /\ inbox' = IF work[w].message = 0 THEN inbox
              ELSE [inbox EXCEPT ![w] = [op |-> work[w].op, sequence |-> work[w].message, slots |-> 0]]

Heartbeat(w) ==
  /\ work[w] # None /\ inbox[w] = None
  /\ IF IsCurrent(work[w])
     THEN row[work[w].op].expired /\ row' = [row EXCEPT ![work[w].op].expired = FALSE] /\ UNCHANGED <<work, inbox>>
     ELSE LetGo(w) /\ UNCHANGED row
  /\ NoFault /\ UNCHANGED <<accepted, canceled, queue, sent, trash, outbox, results, atCancel, early>>

(* A worker that is told to stop hands its lease over at once; the attempt does not count. *)
HandOver(w) ==
  /\ Fault
  /\ work[w] # None /\ inbox[w] = None
  /\ LetGo(w)
  /\ LET o == work[w].op
         released == [Ended(row[o], IF IsCalledOff(o) THEN "CANCELED" ELSE "PENDING", ~IsCalledOff(o))
                        EXCEPT !.left = @ + 1, !.published = FALSE]
     IN row' = IF IsCurrent(work[w]) THEN Settled([row EXCEPT ![o] = released], accepted) ELSE row
  /\ UNCHANGED <<accepted, canceled, queue, sent, trash, outbox, results, atCancel, early>>

(* ---- 5. Commit and claim: result, downstream, next claim and next publications in one transaction ---- *)

(* What an attempt makes of its row. *)
Committed(lease, result) ==
  LET o == lease.op
      r == [row[o] EXCEPT !.published = @ /\ lease.message = 0]
  IN IF IsCalledOff(o) /\ Bug # "cancel ignored" THEN Ended(r, "CANCELED", FALSE)
     ELSE IF result = "success" THEN [Ended(r, "SUCCEEDED", FALSE) EXCEPT !.output = lease.attempt]
     ELSE IF r.left > 0 THEN Ended(r, "PENDING", FALSE)   \* ready when not-before has come
     ELSE Ended(r, "FAILED", FALSE)

Commit(w) ==
  /\ work[w] # None /\ inbox[w] = None /\ trash[w] = {} /\ outbox[w] = {}
  /\ LET lease == work[w]
         stands == IsCurrent(lease) \/ Bug = "no fence"
     IN \E result \in IF stands THEN {"success", "failure"} ELSE {"refused"} :
          LET ended == IF stands THEN Settled([row EXCEPT ![lease.op] = Committed(lease, result)], accepted) ELSE row
              held == lease.message # 0
          IN \E next \in Claimable(ended) \union {None} :
               LET leased == Leased(ended, next) IN
               \E ops \in Batches(leased) :
                 /\ row' = Published(leased, ops)
                 /\ outbox' = [outbox EXCEPT ![w] = Messages(row', ops)]
                 /\ work' = [work EXCEPT ![w] = IF next = None THEN None ELSE Lease(leased, next, 0)]
                 /\ trash' = IF stands /\ held THEN [trash EXCEPT ![w] = {[op |-> lease.op, sequence |-> lease.message]}] ELSE trash
                 /\ inbox' = IF stands \/ ~held THEN inbox
                             ELSE [inbox EXCEPT ![w] = [op |-> lease.op, sequence |-> lease.message, slots |-> 0]]
                 /\ results' = [results EXCEPT ![lease.op] = IF ended[lease.op].state \in Terminal /\ stands THEN @ + 1 ELSE @]
  /\ NoFault /\ UNCHANGED <<accepted, canceled, queue, sent, atCancel, early>>

(* ---- 6. Publish (Send above), then delete ---- *)

(* A message may go when its row says so: the op is terminal, was published anew, or is marked unpublished; or it is leased, and the *)
(* message is not the one that the lease itself was taken with.                                                                      *)
IsRedundant(w, m) ==
  LET r == row[m.op]
      own == work[w] # None /\ work[w].op = m.op /\ work[w].message = m.sequence /\ IsCurrent(work[w])
  IN r.state \in Terminal \/ r.sequence # m.sequence \/ (r.state = "RUNNING" /\ ~own) \/ (r.state # "RUNNING" /\ ~r.published)

Delete(w) ==
  /\ outbox[w] = {}
  /\ \E m \in trash[w] :
       LET mine == {q \in queue : MessageOf(q) = m /\ q.holder = w} IN   \* a receipt that timed out deletes nothing
       /\ trash' = [trash EXCEPT ![w] = @ \ {m}]
       /\ queue' = queue \ mine
       /\ early' = IF mine = {} \/ IsRedundant(w, m) THEN early ELSE early \union {m}
  /\ NoFault /\ UNCHANGED <<row, accepted, canceled, sent, work, inbox, outbox, results, atCancel>>

(* ---- The dispatcher: what lost its lease, and what has come due ---- *)

Recover(o) ==
  /\ Bug # "no dispatcher"
  /\ row[o].state = "RUNNING" /\ row[o].expired
  /\ LET next == IF IsCalledOff(o) THEN "CANCELED" ELSE IF row[o].left = 0 THEN "FAILED" ELSE "PENDING" IN
     /\ row' = Settled([row EXCEPT ![o] = [Ended(row[o], next, next = "PENDING") EXCEPT !.published = FALSE]], accepted)
     /\ results' = [results EXCEPT ![o] = IF next \in Terminal THEN @ + 1 ELSE @]
  /\ NoFault /\ UNCHANGED <<accepted, canceled, queue, sent, work, inbox, trash, outbox, atCancel, early>>

ComeDue(o) ==
  /\ Bug # "no dispatcher"
  /\ row[o].state = "PENDING" /\ ~row[o].ready
  /\ row' = [row EXCEPT ![o].ready = TRUE]
  /\ NoFault /\ UNCHANGED <<accepted, canceled, queue, sent, work, inbox, trash, outbox, results, atCancel, early>>

(* ---- Cancel ---- *)

Cancel(run) ==
  LET ops == {o \in Ops : RunOf(o) = run} IN
  /\ run \in accepted \ canceled /\ \E o \in ops : IsOpen(o)
  /\ Fault
  /\ canceled' = canceled \union {run}
  /\ row' = Settled([o \in Ops |-> IF o \in ops /\ row[o].state \in {"WAITING", "PENDING"}
                                   THEN [row[o] EXCEPT !.state = "CANCELED", !.ready = FALSE] ELSE row[o]], accepted)
  /\ atCancel' = [o \in Ops |-> IF o \in ops THEN [attempt |-> row[o].attempt, succeeded |-> row[o].state = "SUCCEEDED"]
                                ELSE atCancel[o]]
  /\ UNCHANGED <<accepted, queue, sent, work, inbox, trash, outbox, results, early>>

(* ---- What befalls them ---- *)

WorkerCrash(w) ==
  /\ ~IsIdle(w)
  /\ Fault
  /\ work' = [work EXCEPT ![w] = None] /\ inbox' = [inbox EXCEPT ![w] = None]
  /\ trash' = [trash EXCEPT ![w] = {}] /\ outbox' = [outbox EXCEPT ![w] = {}]
  /\ UNCHANGED <<row, accepted, canceled, queue, sent, results, atCancel, early>>

(* Also a send of which nobody knows whether it happened, when it did not. *)
DispatcherCrash ==
  /\ outbox[Dispatcher] # {}
  /\ Fault
  /\ outbox' = [outbox EXCEPT ![Dispatcher] = {}]
  /\ UNCHANGED <<row, accepted, canceled, queue, sent, work, inbox, trash, results, atCancel, early>>

Holds(w, m) ==
  \/ inbox[w] # None /\ MessageOf(inbox[w]) = MessageOf(m)
  \/ work[w] # None /\ work[w].op = m.op /\ work[w].message = m.sequence
  \/ MessageOf(m) \in trash[w]

VisibilityTimeout ==
  /\ \E m \in {m \in queue : m.holder # None} :
       /\ queue' = (queue \ {m}) \union {[m EXCEPT !.holder = None]}
       /\ IF Holds(m.holder, m) THEN Fault ELSE NoFault   \* its worker stalls, or has crashed before
  /\ UNCHANGED <<row, accepted, canceled, sent, work, inbox, trash, outbox, results, atCancel, early>>

(* A purge, the end of retention, or the move to the dead-letter queue. *)
MessageLost ==
  /\ Fault
  /\ \E m \in queue : queue' = queue \ {m}
  /\ UNCHANGED <<row, accepted, canceled, sent, work, inbox, trash, outbox, results, atCancel, early>>

(* A message that was deleted comes again, as SQS may do, or a send repeated after deduplication forgot it. *)
MessageDuplicated ==
  /\ Fault
  /\ \E m \in sent : /\ ~InQueue(m.op, m.sequence)
                     /\ queue' = queue \union {[op |-> m.op, sequence |-> m.sequence, holder |-> None]}
  /\ UNCHANGED <<row, accepted, canceled, sent, work, inbox, trash, outbox, results, atCancel, early>>

Next ==
  \/ \E run \in Runs : Submit(run)
  \/ \E run \in Runs : Cancel(run)
  \/ Publish
  \/ \E p \in Publishers : Send(p)
  \/ \E p \in Publishers : SendRefused(p)
  \/ \E o \in Ops : PublicationForgotten(o)
  \/ \E w \in Workers : Receive(w)
  \/ \E w \in Workers : Claim(w)
  \/ \E w \in Workers : ClaimNothing(w)
  \/ \E w \in Workers : Heartbeat(w)
  \/ \E w \in Workers : HandOver(w)
  \/ \E w \in Workers : Commit(w)
  \/ \E w \in Workers : Delete(w)
  \/ \E o \in Ops : LeaseRunsOut(o)
  \/ \E o \in Ops : Recover(o)
  \/ \E o \in Ops : ComeDue(o)
  \/ \E w \in Workers : WorkerCrash(w)
  \/ DispatcherCrash
  \/ VisibilityTimeout
  \/ MessageLost
  \/ MessageDuplicated

(* Whoever can act does so some day: processes go on or are replaced, time passes. Faults need not happen. *)
Fairness ==
  /\ WF_vars(Publish) /\ WF_vars(VisibilityTimeout)
  /\ \A p \in Publishers : WF_vars(Send(p))
  /\ \A o \in Ops : WF_vars(PublicationForgotten(o)) /\ WF_vars(LeaseRunsOut(o)) /\ WF_vars(Recover(o)) /\ WF_vars(ComeDue(o))
  /\ \A w \in Workers : WF_vars(Receive(w)) /\ WF_vars(Claim(w)) /\ WF_vars(Commit(w)) /\ WF_vars(Delete(w))

Spec == Init /\ [][Next]_vars /\ Fairness

(* ---- The invariants, by the numbers of the protocol ---- *)

(* I1: an op execution has at most one committed result, ever. *)
I1 == \A o \in Ops : results[o] <= 1

(* I2: a result is committed only by the current attempt. *)
I2 == \A o \in Ops : row[o].state = "SUCCEEDED" => row[o].output = row[o].attempt

(* I3: no accepted run is lost: every op execution ends. *)
I3 == \A o \in Ops : (RunOf(o) \in accepted) ~> (row[o].state \in Terminal)

(* I4: a message is deleted only after the row that makes it redundant is committed. *)
I4 == early = {}

(* I5: an op starts only after all its upstream ops are committed, and sees exactly their committed outputs. *)
I5 == \A w \in Workers : work[w] # None =>
        \A u \in Upstream(work[w].op) : row[u].state = "SUCCEEDED" /\ work[w].inputs[u] = row[u].output

(* I6: after a cancel no new attempt starts, and no later result is committed as success. *)
I6 == \A o \in Ops : atCancel[o] # None =>
        /\ row[o].state \notin {"WAITING", "PENDING"}
        /\ row[o].attempt = atCancel[o].attempt
        /\ row[o].state = "SUCCEEDED" => atCancel[o].succeeded

(* I7: ops that share an ordering key run one at a time, in submission order. *)
I7 == \A o \in Ops : row[o].attempt > 0 => \A e \in EarlierOfKey(o) : row[e].state \in Terminal

(* Not numbered. While ready ops wait and no message calls for any, the window has room to publish one: no idle worker sleeps beside *)
(* ready work because others are busy.                                                                                             *)
Wake == Publishable(row) # {} /\ (\A o \in Ops : row[o].published => row[o].state # "PENDING") => Batches(row) # {{}}

(* An op is never published ahead of its row, or its message would be quarantined as unknown. *)
Known == \A m \in sent : m.sequence <= row[m.op].sequence

Symmetry == Permutations(Workers)
=============================================================================
