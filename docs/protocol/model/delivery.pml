/* NX/1 between two nodes: a message M and the withdrawal W of what it shared.

   The network loses, doubles and reorders; both nodes crash between any two steps. What is durable survives a crash,
   what is volatile does not. Faults are bounded, so that "in the end" has a meaning.

   Seeded bugs, each of which a property must find:
     -DACK_FIRST     the receipt leaves before the commit        durable
     -DNO_TOMBSTONE  a withdrawal of nothing leaves nothing      gone
     -DNO_MEMORY     a message that comes again acts again       once
     -DNO_RETRY      the sender sends each message once          arrives
*/
#define M 0
#define W 1
#define FAULTS 2 /* of each sort */

chan net = [2] of { byte };
chan receipts = [2] of { byte };

/* durable at the sender: the outbox knows which receipts came */
bool receipted[2];

/* durable at the receiver */
bool kept[2];
bool visible, tombstone;
byte effects[2];

byte crashes, losses, doubles;

inline commit(m)
{
  d_step {
    if
#ifndef NO_MEMORY
    :: kept[m] -> skip
#endif
    :: else ->
      kept[m] = true;
      effects[m]++;
      if
      :: m == M && !tombstone -> visible = true
      :: m == M && tombstone -> skip
      :: m == W ->
        visible = false;
#ifndef NO_TOMBSTONE
        tombstone = true
#endif
      fi
    fi
  }
}

inline answer(m)
{
  if
  :: nfull(receipts) -> receipts!m
  :: full(receipts) -> skip /* lost; the message will come again */
  fi
}

inline may_crash()
{
  if
  :: crashes < FAULTS -> crashes++; goto start
  :: true -> skip
  fi
}

active proctype Sender()
{
  byte turn, m;
#ifdef NO_RETRY
  bool sent[2];
#endif
start:
  turn = M;
  do
  :: receipted[M] && receipted[W] -> break
  :: receipts?m ->
    if
    :: losses < FAULTS -> losses++
    :: true -> receipted[m] = true
    fi
  :: empty(receipts) && !(receipted[M] && receipted[W]) ->
    if
#ifdef NO_RETRY
    :: !sent[turn] && nfull(net) -> sent[turn] = true; net!turn
#else
    :: !receipted[turn] && nfull(net) -> net!turn
#endif
    :: else -> skip
    fi;
    turn = 1 - turn;
    may_crash()
  od
}

active proctype Receiver()
{
  byte m;
start:
end:
  do
  :: net??M -> m = M; goto came
  :: net??W -> m = W; goto came
  od;
came:
  if
  :: losses < FAULTS -> losses++; goto start
  :: atomic { doubles < FAULTS && nfull(net) -> doubles++; net!m }
  :: true -> skip
  fi;
#ifdef ACK_FIRST
  answer(m);
  may_crash();
  commit(m);
#else
  may_crash();
  commit(m);
  may_crash();
  answer(m);
#endif
  goto start
}

/* A receipt means that it is durable. */
ltl durable { [] ((receipted[M] -> kept[M]) && (receipted[W] -> kept[W])) }
/* Once the withdrawal is receipted, what was shared is never seen again. */
ltl gone { [] (receipted[W] -> [] !visible) }
/* An effect happens at most once. */
ltl once { [] (effects[M] <= 1 && effects[W] <= 1) }
/* When faults stop, both arrive and the sender knows it. */
ltl arrives { <> (receipted[M] && receipted[W]) }
