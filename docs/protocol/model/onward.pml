/* NX/1 with an onward copy: the owner A shared with B, and B, allowed to, with C. A withdraws.

   B's receipt `applied` says that every copy is gone, C's too. Messages are lost and B crashes; B also passes the copy
   on at any moment before it has heard of the withdrawal.

   Seeded bugs: -DEARLY_APPLIED  B says `applied` when its own copy is gone            truthful
                -DFORGETS        B does not remember to whom it passed the copy on      truthful
                -DNO_TOMBSTONE   C keeps a copy that comes after its withdrawal         truthful
*/
#define FAULTS 2
#define COPY 0
#define WITHDRAW 1

chan to_b = [1] of { byte };
chan to_c = [2] of { byte };
chan to_a = [1] of { bit };
chan from_c = [1] of { bit };

bool b_copy = true, b_shared, b_withdrawn, c_copy, c_tombstone, c_applied, applied;
byte crashes, losses;

active proctype A()
{
  do
  :: applied -> break
  :: !applied && nfull(to_b) -> to_b!WITHDRAW
  :: to_a?_ ->
    if
    :: losses < FAULTS -> losses++
    :: true -> applied = true
    fi
  od
}

active proctype B()
{
start:
end:
  do
  :: b_copy && !b_withdrawn && !b_shared && nfull(to_c) ->
    atomic {
      to_c!COPY;
#ifndef FORGETS
      b_shared = true
#endif
    }
  :: to_b?_ -> d_step { b_withdrawn = true; b_copy = false } /* one transaction, with the message to C */
  :: b_withdrawn && b_shared && !c_applied && nfull(to_c) -> to_c!WITHDRAW /* until C's receipt is here */
  :: from_c?_ -> c_applied = true
#ifdef EARLY_APPLIED
  :: b_withdrawn && nfull(to_a) -> to_a!1
#else
  :: b_withdrawn && (!b_shared || c_applied) && nfull(to_a) -> to_a!1
#endif
  :: crashes < FAULTS -> crashes++; goto start
  od
}

active proctype C()
{
end:
  do
  :: to_c??COPY ->
    if
    :: c_tombstone -> skip
    :: !c_tombstone -> c_copy = true
    fi
  :: to_c??WITHDRAW ->
    if
    :: losses < FAULTS -> losses++
    :: true ->
      d_step {
        c_copy = false;
#ifndef NO_TOMBSTONE
        c_tombstone = true
#endif
      };
      if
      :: nfull(from_c) -> from_c!1
      :: full(from_c) -> skip
      fi
    fi
  od
}

/* When the owner holds `applied`, no copy is anywhere, and none comes back. */
ltl truthful { [] (applied -> [] (!b_copy && !c_copy)) }
