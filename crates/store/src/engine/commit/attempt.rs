//! One transaction of the group commit: which jobs it contains, and what became of each.

use std::{collections::HashSet, time::Duration};

use confluence_protocol::Change;
use tokio::time::Instant;
use uuid::Uuid;

use crate::engine::{
    commit::{aside::Held, queue::Queued},
    db::Conn,
    error::Trouble,
    tx::{Alone, Applied, Apply, Job, Merge, Tx, When},
};

/// Time after which a batch is committed; the remaining jobs go into the next one. A single job that takes longer
/// is not interrupted.
const APPLYING: Duration = Duration::from_millis(50);

/// What became of a job in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Part of the transaction, or refused.
    Applied,
    /// Left out: someone else holds a lock that it needs.
    Aside(Held),
    /// Left out: time was up.
    Later,
}

/// The content of a transaction, with one fate for each job.
pub(crate) struct Work {
    pub fates: Vec<Fate>,
    pub changes: Vec<Change>,
    /// Whether to roll the transaction back, because it contains nothing or only remains of a refused job.
    pub void: bool,
}

/// Applies the jobs in their order: adjacent ones of a kind together, every other job alone. Leaves out the jobs
/// of the rooms in `held`, and jobs that run into a lock.
pub(crate) async fn apply(
    mut tx: Tx<'_>,
    jobs: &mut [Queued],
    mut held: HashSet<Uuid>,
) -> Result<Work, sqlx::Error> {
    let began = Instant::now();
    // A single job needs no savepoint: if it is refused, the whole transaction is rolled back.
    let single = jobs.len() == 1;
    let (mut fates, mut void) = (Vec::with_capacity(jobs.len()), true);
    let mut rest = &mut *jobs;
    while let Some(first) = rest.first_mut() {
        if !fates.is_empty() && began.elapsed() >= APPLYING {
            fates.extend(rest.iter().map(|_| Fate::Later));
            break;
        }
        if first.needs(&held) {
            held.extend(first.rooms());
            fates.push(Fate::Aside(Held::Room));
            rest = &mut rest[1..];
            continue;
        }
        match first.job.apply() {
            Apply::Together(Merge { when: When::Last, .. }) => {
                void = false;
                fates.push(Fate::Applied);
                rest = &mut rest[1..];
            }
            Apply::Together(merge @ Merge { when: When::InTurn(most), .. }) => {
                let run = rest
                    .iter_mut()
                    .take(most)
                    .map(|queued| belongs(queued, merge, &held))
                    .take_while(|it| *it)
                    .count();
                let (run, tail) = rest.split_at_mut(run);
                rest = tail;
                fates.extend(run.iter().map(|_| Fate::Applied));
                let run = run.iter_mut().map(|queued| queued.job.as_mut()).collect();
                void &= !merge.apply(&mut tx, run).await?;
            }
            Apply::Alone(job) => {
                let applied = alone(&mut tx, job, single).await?;
                void &= applied != Applied::Done;
                if applied == Applied::Busy {
                    held.extend(first.rooms());
                    fates.push(Fate::Aside(Held::Job));
                } else {
                    fates.push(Fate::Applied);
                }
                rest = &mut rest[1..];
            }
        }
    }
    if !void {
        apply_last(&mut tx, jobs, &mut fates).await?;
    }
    Ok(Work { fates, changes: tx.changes, void })
}

/// Whether a job can be part of a run of this kind.
fn belongs(queued: &mut Queued, run: Merge, held: &HashSet<Uuid>) -> bool {
    !queued.needs(held) && matches!(queued.job.apply(), Apply::Together(merge) if merge.is(run))
}

/// Applies a job behind a savepoint. Unless it is done, nothing of it remains.
async fn alone(tx: &mut Tx<'_>, job: &mut dyn Alone, single: bool) -> Result<Applied, sqlx::Error> {
    let (changes, deferred) = (tx.changes.len(), tx.deferred.len());
    if !single {
        tx.conn().run("SAVEPOINT job").await?;
    }
    let applied = job.apply(tx).await?;
    if applied != Applied::Done {
        tx.changes.truncate(changes);
        tx.deferred.truncate(deferred);
    }
    if !single {
        if applied != Applied::Done {
            tx.conn().run("ROLLBACK TO SAVEPOINT job").await?;
        }
        tx.conn().run("RELEASE SAVEPOINT job").await?;
    }
    Ok(applied)
}

/// Applies the jobs that come last, kind by kind: first those that other jobs deferred, then those of the queue.
async fn apply_last(tx: &mut Tx<'_>, jobs: &mut [Queued], fates: &mut [Fate]) -> Result<(), sqlx::Error> {
    let mut deferred = std::mem::take(&mut tx.deferred);
    let own = deferred.iter_mut().map(|job| (job.as_mut(), None));
    let applied = jobs.iter_mut().zip(fates).filter(|(_, fate)| **fate == Fate::Applied);
    let mut last: Vec<(Merge, Last<'_>)> = own
        .chain(applied.map(|(queued, fate)| (queued.job.as_mut(), Some(fate))))
        .filter_map(|(job, fate)| match job.apply() {
            Apply::Together(merge) if merge.when == When::Last => Some((merge, (job, fate))),
            Apply::Together(_) | Apply::Alone(_) => None,
        })
        .collect();
    while let Some((kind, _)) = last.first() {
        let kind = *kind;
        let (now, later) = last.into_iter().partition(|(merge, _)| merge.is(kind));
        last = later;
        apply_kind(tx, kind, now.into_iter().map(|(_, job)| job).collect()).await?;
    }
    Ok(())
}

/// A job that comes last, and its fate; none for one that was deferred by another job.
type Last<'a> = (&'a mut dyn Job, Option<&'a mut Fate>);

/// Applies all jobs of a kind. If another node holds a row that one of them needs, they are all put aside, and
/// those that were deferred are dropped; the other jobs of the transaction do not wait with them.
async fn apply_kind(tx: &mut Tx<'_>, kind: Merge, jobs: Vec<Last<'_>>) -> Result<(), sqlx::Error> {
    let (jobs, fates): (Vec<_>, Vec<_>) = jobs.into_iter().unzip();
    let changes = tx.changes.len();
    // SQLite has one writer, so nobody else holds a lock.
    let may_wait = matches!(tx.conn(), Conn::Postgres(_));
    if may_wait {
        tx.conn().run("SAVEPOINT last").await?;
    }
    match kind.apply(tx, jobs).await {
        Err(error) if may_wait && matches!(Trouble::of(&error), Trouble::Busy | Trouble::Slow) => {
            tracing::warn!(%error, "rows are locked by another node; putting the jobs that need them aside");
            tx.conn().run("ROLLBACK TO SAVEPOINT last").await?;
            tx.changes.truncate(changes);
            for fate in fates.into_iter().flatten() {
                *fate = Fate::Aside(Held::Job);
            }
            Ok(())
        }
        applied => applied.map(drop),
    }
}
